package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.CloseReason;
import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RecordingSubscriberTest {
  private final RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
  private final RecordingSubscriber<String> hasty = new RecordingSubscriber<>(Duration.ofMillis(1));

  @Test
  void remembersSignalsInOrder() throws Exception {
    Gap gap = new Gap(at(1), 2, 3, Gap.Reason.TRIMMED, at(3));

    subscriber.onMessage(message(1));
    subscriber.onGap(gap);
    subscriber.onMessage(message(4));
    subscriber.onClosed(new CloseReason.Closed());

    subscriber.awaitData("m1", "m4");
    assertThat(subscriber.awaitMessages(2)).hasSize(2);
    assertThat(subscriber.awaitGap()).isEqualTo(gap);
    assertThat(subscriber.awaitClosed()).isEqualTo(new CloseReason.Closed());
    assertThat(subscriber.signals())
        .hasExactlyElementsOfTypes(
            RecordingSubscriber.OfMessage.class,
            RecordingSubscriber.OfGap.class,
            RecordingSubscriber.OfMessage.class,
            RecordingSubscriber.OfClosed.class);
    assertThat(subscriber.violations()).isEmpty();
  }

  @Test
  void aWaitEndsWhenTheSignalComes() {
    CompletableFuture<Void> waits =
        CompletableFuture.runAsync(() -> subscriber.awaitData("m1", "m2"));

    signal(1);
    signal(2);

    assertThat(waits).succeedsWithin(RecordingSubscriber.CAP);
  }

  @Test
  void aWaitInVainTellsWhatCame() throws Exception {
    hasty.onMessage(message(7));

    assertThatThrownBy(() -> hasty.awaitMessages(2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("for 2 messages; what came:")
        .hasMessageContaining("1. message e:7 m7 on " + Thread.currentThread().getName());
    assertThatThrownBy(() -> hasty.awaitGap()).hasMessageContaining("for a gap");
    assertThatThrownBy(() -> hasty.awaitClosed()).hasMessageContaining("for onClosed");
  }

  @Test
  void otherDataFailAtOnce() {
    signal(1);
    signal(3);

    assertThatThrownBy(() -> subscriber.awaitData("m1", "m2", "m3"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected the data [m1, m2, m3], found [m1, m3]");
    assertThatThrownBy(() -> subscriber.awaitData("m1"))
        .hasMessageContaining("expected the data [m1], found [m1, m3]");
  }

  @Test
  void blocksUntilReleased() {
    subscriber.blockAt(1);
    CompletableFuture<Void> handling = CompletableFuture.runAsync(() -> signal(1));

    subscriber.awaitBlocked();
    assertThat(handling).isNotDone();
    subscriber.release();

    assertThat(handling).succeedsWithin(RecordingSubscriber.CAP);
  }

  @Test
  void anOverlapIsAViolation() {
    subscriber.blockAt(1);
    CompletableFuture<Void> handling = CompletableFuture.runAsync(() -> signal(1));
    subscriber.awaitBlocked();

    signal(2);
    subscriber.release();

    assertThat(handling).succeedsWithin(RecordingSubscriber.CAP);
    assertThat(subscriber.violations())
        .singleElement()
        .asString()
        .contains("message e:2 m2 began before message e:1 m1 returned");
    assertThat(subscriber.timeline()).contains("VIOLATION");
  }

  @Test
  void aSignalAfterTheEndIsAViolation() {
    subscriber.onClosed(new CloseReason.Closed());
    signal(1);
    subscriber.onClosed(new CloseReason.Closed());

    assertThat(subscriber.violations()).hasSize(2).allMatch(v -> v.contains("came after onClosed"));
  }

  @Test
  void failsSoManyTimes() throws Exception {
    subscriber.failAt(1, 2);

    assertThatThrownBy(() -> subscriber.onMessage(message(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> subscriber.onMessage(message(1)))
        .isInstanceOf(IllegalStateException.class);
    subscriber.onMessage(message(1));

    subscriber.awaitData("m1");
    assertThat(subscriber.attempts(1)).isEqualTo(3);
    assertThat(subscriber.violations()).isEmpty();
  }

  private void signal(long offset) {
    try {
      subscriber.onMessage(message(offset));
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private static Position at(long offset) {
    return new Position("e", offset);
  }

  private static Message<String> message(long offset) {
    return new Message<>(
        "a/b", at(offset), Instant.EPOCH, Optional.empty(), "", "", Map.of(), "m" + offset);
  }
}
