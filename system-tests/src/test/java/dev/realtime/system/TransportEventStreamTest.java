package dev.realtime.system;

import dev.realtime.Transport;
import dev.realtime.testkit.tck.TransportContract;
import dev.realtime.testkit.tck.TransportDrainContract;
import dev.realtime.testkit.tck.TransportFaultContract;
import dev.realtime.testkit.tck.TransportReaderContract;
import dev.realtime.testkit.tck.TransportStreamContract;

class TransportEventStreamTest
    implements TransportContract,
        TransportReaderContract,
        TransportFaultContract,
        TransportStreamContract,
        TransportDrainContract {
  @Override
  public TransportServerFixture newFixture() {
    return new TransportServerFixture(Transport.SSE);
  }
}
