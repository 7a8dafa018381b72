package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.append;

import dev.realtime.testkit.tck.RecordingReceiver.Attempt;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What SPEC 4.16 asks of a server that sends webhooks, as any receiver sees it. */
public interface ServerWebhookContract {
  /** A server of its own for one test. */
  ServerFixture newServer();

  @Test
  @Verifies("4.16")
  default void required_4_16_aRetryHasTheSameIdAndBytesAndThePositionMovesOn2xxAlone()
      throws Exception {
    try (ServerFixture server = newServer();
        RecordingReceiver receiver =
            new RecordingReceiver(500, RecordingReceiver.NO_ANSWER, 400, 302, 503, 204)) {
      append(server.engine().open("a"), 250);
      receiver.subscribe(server);

      List<Attempt> attempts = receiver.await(7);

      Attempt first = attempts.get(0);
      for (int i = 1; i < 6; i++) {
        Attempt retry = attempts.get(i);
        String after = " of the attempt after the answer " + attempts.get(i - 1).answer();
        Assertions.assertEquals(
            first.batch().previous(), retry.batch().previous(), "the position" + after);
        Assertions.assertEquals(first.id(), retry.id(), "the id" + after);
        Assertions.assertEquals(first.body(), retry.body(), "the body" + after);
      }
      Assertions.assertEquals(
          first.batch().last(),
          attempts.get(6).batch().previous(),
          "the position of the attempt after the answer 204");
    }
  }

  @Test
  @Verifies("4.16")
  default void required_4_16_atMostOnePostOfASubscriptionIsUnderWay() throws Exception {
    try (ServerFixture server = newServer();
        RecordingReceiver slow = new RecordingReceiver();
        RecordingReceiver other = new RecordingReceiver()) {
      slow.hold();
      append(server.engine().open("a"), 1);
      slow.subscribe(server);
      slow.await(1);
      other.subscribe(server);
      other.await(1);
      append(server.engine().open("a"), 5);

      other.awaitOffset(6);

      Assertions.assertEquals(
          1, slow.attempts().size(), () -> "deliveries before an answer: " + slow.attempts());
      slow.release();
      slow.awaitOffset(6);
    }
  }
}
