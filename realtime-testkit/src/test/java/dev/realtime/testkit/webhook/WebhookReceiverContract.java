package dev.realtime.testkit.webhook;

import static dev.realtime.testkit.webhook.FakeSender.batch;
import static dev.realtime.testkit.webhook.ReceiverFixture.answered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Subscription;
import dev.realtime.core.webhook.WebhookReply;
import dev.realtime.testkit.RecordingSubscriber;
import dev.realtime.testkit.tck.Verifies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What SPEC §4 asks of who takes the webhooks of a subscription. */
interface WebhookReceiverContract {
  /** A receiver in front of a subscription, for one test. */
  ReceiverFixture newFixture();

  @Test
  @Verifies("4.17")
  default void required_4_17_theAnswerComesOnlyAfterTheBatchWasHandled() {
    ReceiverFixture fixture = newFixture();
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    fixture.subscribe(Start.after(Position.ORIGIN), reader);

    CompletableFuture<WebhookReply> reply = fixture.sender.deliver(batch("0:0", 1, 3));

    assertThat(reply).as("the answer before the handler ran").isNotDone();
    fixture.run();
    assertThat(answered(reply).status()).isEqualTo(200);
    assertThat(reader.data()).containsExactly("1", "2", "3");
  }

  @Test
  @Verifies("4.17")
  default void required_4_17_aHandlerThatFailsIsCalledAgainBeforeTheAnswer() {
    ReceiverFixture fixture = newFixture();
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    reader.failAt(2, 2);
    fixture.subscribe(Start.after(Position.ORIGIN), reader);

    CompletableFuture<WebhookReply> reply = fixture.deliver(batch("0:0", 1, 3));
    fixture.advance(Duration.ofSeconds(1));

    assertThat(reply).as("the answer while the handler fails").isNotDone();
    fixture.advance(Duration.ofSeconds(1));
    assertThat(answered(reply).status()).isEqualTo(200);
    assertThat(reader.data()).containsExactly("1", "2", "3");
  }

  @Test
  @Verifies("4.17")
  default void required_4_17_aHandlerThatGaveUpIsAFailure() {
    ReceiverFixture fixture = newFixture();
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    reader.failAt(2, 9);
    Subscription subscription = fixture.subscribe(Start.after(Position.ORIGIN), reader);

    CompletableFuture<WebhookReply> reply = fixture.deliver(batch("0:0", 1, 3));
    fixture.advance(Duration.ofSeconds(1));
    fixture.advance(Duration.ofSeconds(1));

    WebhookReply answer = answered(reply);
    assertThat(answer.status()).as("the answer when the handler gave up").isEqualTo(500);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("handler-failed")
        .doesNotContain("fails at");
    assertThat(answered(fixture.deliver(batch("0:0", 1, 3))).status()).isEqualTo(500);
    assertThat(reader.data()).containsExactly("1");
    assertThat(subscription.position()).isEqualTo(Position.parse("e:1"));
  }

  @Test
  @Verifies("4.6")
  default void required_4_6_aHoleIsAnsweredWithTheWantedPosition() {
    ReceiverFixture fixture = newFixture();
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    fixture.subscribe(Start.after(Position.ORIGIN), reader);
    fixture.deliver(batch("0:0", 1, 2));

    WebhookReply hole = answered(fixture.deliver(batch("e:4", 5, 6)));
    WebhookReply rewound = answered(fixture.deliver(batch("e:2", 3, 6)));

    assertThat(hole.status()).isEqualTo(409);
    assertThat(hole.headers()).containsEntry("realtime-position", "e:2");
    assertThat(rewound.status()).isEqualTo(200);
    assertThat(reader.data()).containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(reader.gaps()).isEmpty();
  }

  @Test
  @Verifies("4.7")
  default void required_4_7_holesWithoutProgressEndTheSubscription() {
    ReceiverFixture fixture = newFixture();
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    Subscription subscription = fixture.subscribe(Start.after(Position.ORIGIN), reader);
    List<Integer> statuses = new ArrayList<>();

    for (int i = 0; i < 4; i++) {
      statuses.add(answered(fixture.deliver(batch("e:4", 5, 6))).status());
    }

    assertThat(statuses).containsExactly(409, 409, 409, 500);
    CloseReason reason = subscription.closed().toCompletableFuture().join();
    assertThat(((CloseReason.Failed) reason).cause().code()).isEqualTo(ErrorCode.PROTOCOL);
    assertThat(reader.data()).isEmpty();
  }

  @Test
  @Verifies("4.23")
  default void required_4_23_aReplayIsDeliveredOnceAndThePositionStays() {
    ReceiverFixture fixture = newFixture();
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    Subscription subscription = fixture.subscribe(Start.after(Position.parse("e:9")), reader);
    fixture.deliver(batch("e:9", 10, 10));

    WebhookReply replayed = answered(fixture.replay(batch("e:3", 4, 4)));
    WebhookReply again = answered(fixture.replay(batch("e:3", 4, 4)));
    Position after = subscription.position();
    fixture.deliver(batch("e:10", 11, 11));

    assertThat(replayed.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(200);
    assertThat(reader.data())
        .as("10, offset 4 replayed twice under one id, and 11")
        .containsExactly("10", "4", "11");
    assertThat(after).as("the position after a replay").isEqualTo(Position.parse("e:10"));
    assertThat(subscription.position()).isEqualTo(Position.parse("e:11"));
  }
}
