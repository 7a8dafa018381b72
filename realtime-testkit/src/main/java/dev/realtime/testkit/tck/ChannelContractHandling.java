package dev.realtime.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.realtime.Gap;
import dev.realtime.HandlerPolicy;
import dev.realtime.Message;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscription;
import dev.realtime.testkit.RecordingSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What follows when a subscriber handles a message or fails at it (SPEC 2.4, 2.5, 2.7, 2.11). */
public interface ChannelContractHandling extends RealtimeSubject {
  /** A message at which the subscriber throws comes again before any later one. */
  @Test
  @Verifies("2.4")
  default void required_2_4_aMessageComesAgainUntilItIsHandled() {
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      reader.failAt(1, 1);
      reader.failAt(3, 4);
      lobby.subscribe(options(retries(5, HandlerPolicy.Then.STOP)), reader);

      List<String> published = lobby.publishMany(5);

      reader.awaitData(published.toArray(String[]::new));
      assertEquals(
          List.of(2, 1, 5, 1, 1),
          Stream.of(1, 2, 3, 4, 5).map(reader::attempts).toList(),
          "how often each message was signalled");
      assertEquals(List.of(), reader.gaps(), "gaps of messages that were handled in the end");
    }
  }

  /** The failures of one message are not counted for the next. */
  @Test
  @Verifies("2.4")
  default void required_2_4_eachMessageHasItsOwnRetries() {
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      for (int offset = 1; offset <= 4; offset++) {
        reader.failAt(offset, 2);
      }
      lobby.subscribe(options(retries(2, HandlerPolicy.Then.STOP)), reader);

      List<String> published = lobby.publishMany(4);

      reader.awaitMessages(4);
      assertEquals(published, reader.data(), "messages that fail twice each, of two retries");
    }
  }

  /** A message that is given up is a gap of exactly it, in its place. */
  @Test
  @Verifies("2.5")
  default void required_2_5_aMessageThatIsGivenUpIsAGap() {
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      reader.failAt(2, 3);
      lobby.subscribe(options(retries(2, HandlerPolicy.Then.SKIP)), reader);

      lobby.publishMany(3);

      List<Message<String>> handled = reader.awaitMessages(2);
      assertEquals(List.of("m1", "m3"), reader.data(), "the messages handled");
      assertEquals(3, reader.attempts(2), "how often m2 was signalled, of two retries");
      Position first = handled.get(0).position();
      assertEquals(
          List.of(new Gap(first, 2, 2, Gap.Reason.SKIPPED, first.withOffset(2))),
          reader.gaps(),
          "the gap of m2");
    }
  }

  /** The position is that of the last message handled, also for other threads. */
  @Test
  @Verifies("2.7")
  default void required_2_7_thePositionIsThatOfTheLastHandledMessage() {
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      reader.failAt(2, 1);
      reader.blockAt(3);
      Position start = lobby.publish("m1").position();
      Subscription subscription =
          Lobby.live(
              lobby
                  .channel()
                  .subscribe(
                      options(retries(0, HandlerPolicy.Then.SKIP)).withStart(Start.after(start)),
                      reader));
      assertEquals(start, subscription.position(), "the position before the first message");

      lobby.publish("m2");
      lobby.publish("m3");
      reader.awaitBlocked();

      assertEquals(
          start.withOffset(2),
          subscription.position(),
          "the position while m3 is handled, after the gap of m2");
      reader.release();
      lobby.publish("m4");
      reader.awaitMessages(2);
      subscription.close();
      Waits.join(subscription.closed(), "the end of the subscription");
      assertEquals(
          reader.messages().get(reader.messages().size() - 1).position(),
          subscription.position(),
          "the position after the end");
    }
  }

  /** A durable position is saved after a message was handled, and never one that was not. */
  @Test
  @Verifies("2.11")
  default void required_2_11_aPositionIsSavedAfterHandlingAndNeverBefore() {
    RecordingStore store = new RecordingStore();
    try (Lobby lobby = Lobby.of(this)) {
      lobby.publishMany(3);
      SubscribeOptions options =
          options(retries(0, HandlerPolicy.Then.STOP)).withDurable("billing", store);
      Subscription first =
          lobby
              .channel()
              .subscribe(
                  options,
                  message -> {
                    store.steps.add("handling " + message.offset());
                    if (message.offset() == 3) {
                      throw new IllegalStateException("fails on purpose");
                    }
                  });

      Waits.join(first.closed(), "the end of a subscription that fails at m3");

      assertEquals(
          List.of("handling 1", "saved 1", "handling 2", "saved 2", "handling 3"),
          List.copyOf(store.steps),
          "what was handled and saved");
    }
  }

  /** The next subscription of the name goes on after the saved position. */
  @Test
  @Verifies("2.11")
  default void required_2_11_theNextSubscriptionGoesOnAfterTheSavedPosition() {
    RecordingStore store = new RecordingStore();
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> before = new RecordingSubscriber<>();
      RecordingSubscriber<String> after = new RecordingSubscriber<>();
      SubscribeOptions options =
          options(retries(0, HandlerPolicy.Then.STOP)).withDurable("billing", store);
      before.failAt(3, 1);
      lobby.publishMany(5);
      Waits.join(lobby.channel().subscribe(options, before).closed(), "the end at m3");

      lobby.subscribe(options, after);

      after.awaitMessages(3);
      assertEquals(List.of("m1", "m2"), before.data(), "what the first subscription handled");
      assertEquals(List.of("m3", "m4", "m5"), after.data(), "what the second one handled");
    }
  }

  private static SubscribeOptions options(HandlerPolicy policy) {
    return SubscribeOptions.from(Start.earliest()).withHandlerPolicy(policy);
  }

  private static HandlerPolicy retries(int count, HandlerPolicy.Then then) {
    return new HandlerPolicy(count, Duration.ofMillis(1), Duration.ofMillis(1), then);
  }
}
