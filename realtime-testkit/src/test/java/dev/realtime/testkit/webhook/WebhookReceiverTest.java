package dev.realtime.testkit.webhook;

import static dev.realtime.testkit.webhook.FakeSender.batch;
import static dev.realtime.testkit.webhook.ReceiverFixture.answered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Subscription;
import dev.realtime.core.webhook.WebhookReply;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.RecordingSubscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A receiver in front of a real subscription: what the sender is told, and what is delivered. */
final class WebhookReceiverTest implements WebhookReceiverContract {
  private static final Position ORIGIN = Position.ORIGIN;

  private final ReceiverFixture fixture = new ReceiverFixture();
  private final FakeSender sender = fixture.sender;
  private final RecordingSubscriber<String> reader = new RecordingSubscriber<>();

  @Override
  public ReceiverFixture newFixture() {
    return new ReceiverFixture();
  }

  @Test
  void aBatchWhoseAnswerWasLostIsAcknowledgedAndNotDeliveredAgain() {
    fixture.subscribe(Start.after(ORIGIN), reader);
    deliver(batch("0:0", 1, 3));

    CompletableFuture<WebhookReply> again = deliver(batch("0:0", 1, 3));
    CompletableFuture<WebhookReply> grown = deliver(batch("0:0", 1, 5));

    assertThat(answered(again).status()).isEqualTo(200);
    assertThat(answered(grown).status()).isEqualTo(200);
    assertThat(reader.data()).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void aGapIsToldBeforeWhatFollowsIt() {
    fixture.subscribe(Start.after(ORIGIN), reader);
    deliver(batch("0:0", 1, 2));
    Gap gap = new Gap(Position.parse("e:2"), 3, 4, Gap.Reason.SKIPPED, new Position("e", 4));

    WebhookReply reply = answered(deliver(batch("e:4", 5, 5, Optional.of(gap))));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reader.gaps()).containsExactly(gap);
    assertThat(reader.data()).containsExactly("1", "2", "5");
  }

  @Test
  void anAttemptThatComesWhileTheHandlerRunsWaitsForItAndIsNotDeliveredAgain() {
    fixture.subscribe(Start.after(ORIGIN), reader);
    CompletableFuture<WebhookReply> first = sender.deliver(batch("0:0", 1, 3));

    CompletableFuture<WebhookReply> second = sender.deliver(batch("0:0", 1, 3));
    fixture.timers.advance(Duration.ofSeconds(9));
    assertThat(second).isNotDone();
    fixture.run();

    assertThat(answered(first).status()).isEqualTo(200);
    assertThat(answered(second).status()).isEqualTo(200);
    assertThat(reader.data()).containsExactly("1", "2", "3");
    assertThat(fixture.timers.pending()).isZero();
  }

  @Test
  void anAttemptWaitsTenSecondsAndIsAskedToComeAgain() {
    fixture.subscribe(Start.after(ORIGIN), reader);
    CompletableFuture<WebhookReply> first = sender.deliver(batch("0:0", 1, 3));
    CompletableFuture<WebhookReply> second = sender.deliver(batch("0:0", 1, 3));

    fixture.timers.advance(Duration.ofSeconds(10));

    assertThat(answered(second).status()).isEqualTo(503);
    assertThat(answered(second).headers()).containsEntry("Retry-After", "1");
    assertThat(first).isNotDone();
    fixture.run();
    assertThat(answered(first).status()).isEqualTo(200);
    assertThat(answered(deliver(batch("0:0", 1, 4))).status()).isEqualTo(200);
    assertThat(reader.data()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void onlySoManyAttemptsWait() {
    fixture.subscribe(Start.after(ORIGIN), reader);
    List<CompletableFuture<WebhookReply>> replies = new ArrayList<>();

    for (int i = 0; i < 10; i++) {
      replies.add(sender.deliver(batch("0:0", 1, 1)));
    }

    assertThat(answered(replies.get(9)).status()).isEqualTo(503);
    fixture.run();
    assertThat(replies.subList(0, 9)).allMatch(reply -> answered(reply).status() == 200);
    assertThat(reader.data()).containsExactly("1");
  }

  @Test
  void beforeThereIsAReaderTheSenderIsAskedToComeAgain() {
    WebhookReply early = answered(deliver(batch("0:0", 1, 1)));
    fixture.subscribe(Start.latest(), reader);
    WebhookReply later = answered(deliver(batch("0:0", 1, 1)));

    assertThat(early.status()).isEqualTo(503);
    assertThat(early.headers()).containsEntry("Retry-After", "1");
    assertThat(later.status()).isEqualTo(200);
    assertThat(reader.data()).containsExactly("1");
  }

  @Test
  void aSubscriptionThatBeganAtASymbolicPlaceIsLiveWithTheFirstDelivery() {
    Subscription subscription = fixture.subscribe(Start.latest(), reader);
    assertThat(subscription.live().toCompletableFuture()).isNotDone();

    deliver(batch("e:7", 8, 9));

    assertThat(subscription.live().toCompletableFuture().join()).isEqualTo(Position.parse("e:7"));
    assertThat(reader.data()).containsExactly("8", "9");
  }

  @Test
  void whatIsClosedAmidABatchIsNotAcknowledged() {
    List<Subscription> subscription = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    subscription.add(
        fixture.subscribe(
            Start.after(ORIGIN),
            message -> {
              seen.add(message.data());
              subscription.get(0).close();
            }));

    WebhookReply reply = answered(deliver(batch("0:0", 1, 3)));

    assertThat(reply.status()).isEqualTo(410);
    assertThat(seen).containsExactly("1");
    assertThat(subscription.get(0).position()).isEqualTo(Position.parse("e:1"));
    assertThat(answered(deliver(batch("0:0", 1, 3))).status()).isEqualTo(410);
  }

  @Test
  void aDeliveryWhoseReaderLeftIsAnsweredWithoutItsHandlerIfNobodyWaitsForIt() {
    Subscription subscription = fixture.subscribe(Start.after(ORIGIN), reader);
    CompletableFuture<WebhookReply> reply = sender.deliver(batch("0:0", 1, 3));
    fixture.receiver.abandon();
    assertThat(reply).isNotDone();

    fixture.receiver.end(EndReason.completed());
    fixture.receiver.abandon();

    assertThat(answered(reply).status()).isEqualTo(410);
    assertThat(subscription.position()).isEqualTo(ORIGIN);
  }

  @Test
  void aReplayWithOtherContentUnderItsIdIsRefused() {
    fixture.subscribe(Start.after(Position.parse("e:9")), reader);
    replay(batch("e:3", 4, 4));

    byte[] other = FakeSender.delivery(batch("e:3", 4, 5), true);
    WebhookReply reply = answered(sender.post(FakeSender.id(batch("e:3", 4, 4)), other));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(text(reply)).contains("message-id-reused");
    assertThat(reader.data()).containsExactly("4");
  }

  @Test
  void aReplayThatWasNotHandledMayComeAgain() {
    reader.failAt(4, 9);
    fixture.subscribe(Start.after(Position.parse("e:9")), reader);
    CompletableFuture<WebhookReply> failed = replay(batch("e:3", 4, 4));
    fixture.advance(Duration.ofSeconds(1));
    fixture.advance(Duration.ofSeconds(1));
    RecordingSubscriber<String> next = new RecordingSubscriber<>();
    fixture.subscribe(Start.after(Position.parse("e:9")), next);

    WebhookReply again = answered(replay(batch("e:3", 4, 4)));

    assertThat(answered(failed).status()).isEqualTo(500);
    assertThat(again.status()).isEqualTo(200);
    assertThat(next.data()).containsExactly("4");
  }

  private CompletableFuture<WebhookReply> deliver(Batch batch) {
    return fixture.deliver(batch);
  }

  private CompletableFuture<WebhookReply> replay(Batch batch) {
    return fixture.replay(batch);
  }

  private static String text(WebhookReply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
