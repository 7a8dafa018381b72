package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Transport;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.Direction;
import dev.realtime.testkit.tck.RecordingInlet;
import dev.realtime.testkit.tck.TransportContract;
import dev.realtime.testkit.tck.TransportDrainContract;
import dev.realtime.testkit.tck.TransportFaultContract;
import dev.realtime.testkit.tck.TransportReaderContract;
import dev.realtime.testkit.tck.TransportStreamContract;
import dev.realtime.testkit.tck.Verifies;
import org.junit.jupiter.api.Test;

class TransportWebSocketTest
    implements TransportContract,
        TransportReaderContract,
        TransportFaultContract,
        TransportStreamContract,
        TransportDrainContract {
  @Override
  public TransportServerFixture newFixture() {
    return new TransportServerFixture(Transport.WEBSOCKET);
  }

  @Test
  @Verifies("4.11")
  void required_4_11_aSilentClientIsFoundByTheServer() {
    try (TransportServerFixture fixture = newFixture()) {
      RecordingInlet inlet = new RecordingInlet();
      fixture.openAndWait("a/b", inlet);
      assertThat(fixture.openOnServer()).isEqualTo(1);

      fixture.proxy().blackHole(Direction.CLIENT_TO_SERVER);

      assertThat(inlet.awaitEnd()).isInstanceOf(EndReason.Lost.class);
      assertThat(inlet.timeline()).contains("no-heartbeat: the server ended it");
    }
  }
}
