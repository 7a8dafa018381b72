package dev.realtime.system;

import dev.realtime.Transport;
import dev.realtime.testkit.tck.TransportContract;
import dev.realtime.testkit.tck.TransportDrainContract;
import dev.realtime.testkit.tck.TransportFaultContract;
import dev.realtime.testkit.tck.TransportFaultFixture;
import dev.realtime.testkit.tck.TransportLongPollContract;
import dev.realtime.testkit.tck.TransportReaderContract;

class TransportLongPollingTest
    implements TransportContract,
        TransportReaderContract,
        TransportFaultContract,
        TransportLongPollContract,
        TransportDrainContract {
  @Override
  public TransportFaultFixture newFixture() {
    return new TransportServerFixture(Transport.LONG_POLLING);
  }
}
