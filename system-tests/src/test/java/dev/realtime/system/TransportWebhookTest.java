package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Transport;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.Direction;
import dev.realtime.testkit.tck.RecordingInlet;
import dev.realtime.testkit.tck.TransportContract;
import dev.realtime.testkit.tck.TransportDrainContract;
import dev.realtime.testkit.tck.TransportFaultContract;
import dev.realtime.testkit.tck.TransportFaultFixture;
import dev.realtime.testkit.tck.TransportReaderContract;
import dev.realtime.testkit.tck.Verifies;
import org.junit.jupiter.api.Test;

/**
 * The contract of a transport over webhooks. The proxy stands before the server, so it cuts what
 * the client asks; {@link WebhookFaultsTest} cuts what the server sends.
 */
class TransportWebhookTest
    implements TransportContract,
        TransportReaderContract,
        TransportFaultContract,
        TransportDrainContract {
  @Override
  public TransportFaultFixture newFixture() {
    return new TransportServerFixture(Transport.WEBHOOK);
  }

  @Test
  @Verifies("4.11")
  void required_4_11_aServerThatIsSilentIsFound() {
    try (TransportFaultFixture fixture = newFixture()) {
      RecordingInlet inlet = new RecordingInlet();
      fixture.openAndWait("a/b", inlet);

      fixture.proxy().blackHole(Direction.SERVER_TO_CLIENT);

      assertThat(inlet.awaitEnd()).isInstanceOf(EndReason.Lost.class);
    }
  }

  @Test
  void aServerThatForgotTheSubscriptionIsLeft() {
    try (TransportFaultFixture fixture = newFixture()) {
      RecordingInlet inlet = new RecordingInlet();
      fixture.openAndWait("a/b", inlet);

      fixture.useNode(1);

      assertThat(inlet.awaitEnd()).isInstanceOf(EndReason.Lost.class);
    }
  }
}
