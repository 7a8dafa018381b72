package dev.realtime.system;

import dev.realtime.Transport;
import dev.realtime.testkit.tck.TransportContract;
import dev.realtime.testkit.tck.TransportFaultContract;
import dev.realtime.testkit.tck.TransportFaultFixture;
import dev.realtime.testkit.tck.TransportReaderContract;
import dev.realtime.testkit.tck.TransportShortPollContract;

class TransportShortPollingTest
    implements TransportContract,
        TransportReaderContract,
        TransportFaultContract,
        TransportShortPollContract {
  @Override
  public TransportFaultFixture newFixture() {
    return new TransportServerFixture(Transport.SHORT_POLLING);
  }
}
