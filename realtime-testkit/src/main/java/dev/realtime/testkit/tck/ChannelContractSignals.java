package dev.realtime.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.Gap;
import dev.realtime.HandlerPolicy;
import dev.realtime.Message;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.testkit.RecordingSubscriber;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the signals of a subscription follow one another and end (SPEC 2.1–2.3, 2.8–2.10, 2.12). */
public interface ChannelContractSignals extends RealtimeSubject {
  /** Signals are serial, also while four publish and others subscribe. */
  @Test
  @Verifies("2.1")
  default void stochastic_2_1_signalsAreSerial() {
    try (Lobby lobby = Lobby.of(this)) {
      List<RecordingSubscriber<String>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        RecordingSubscriber<String> reader = new RecordingSubscriber<>();
        all.add(reader);
        lobby.subscribe(reader);
      }

      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(Waits.start("writer", () -> lobby.publishMany(250)));
      }
      Waits.joinAll(writers, "the publishers");

      for (RecordingSubscriber<String> reader : all) {
        reader.awaitMessages(1_000);
        assertEquals(List.of(), reader.violations(), "what broke the grammar of signals");
      }
    }
  }

  /** Whatever ends a subscription, onClosed comes once and last, and closed() after it. */
  @Test
  @Verifies("2.2")
  default void required_2_2_closedIsSignalledOnceAndLast() {
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> byItself = new RecordingSubscriber<>();
      RecordingSubscriber<String> byFailure = new RecordingSubscriber<>();
      RecordingSubscriber<String> byRealtime = new RecordingSubscriber<>();
      HandlerPolicy stop = HandlerPolicy.defaults().withMaxRetries(0);
      byFailure.failAt(1, 1);
      Subscription one = lobby.subscribe(byItself);
      lobby.subscribe(SubscribeOptions.from(Start.earliest()).withHandlerPolicy(stop), byFailure);
      lobby.subscribe(byRealtime);

      lobby.publish("m");
      byItself.awaitMessages(1);
      byRealtime.awaitMessages(1);
      one.close();
      assertEquals(new CloseReason.Closed(), byItself.awaitClosed(), "the reason after close");
      CloseReason.Failed failed =
          assertInstanceOf(CloseReason.Failed.class, byFailure.awaitClosed(), "after a failure");
      assertEquals(ErrorCode.HANDLER_FAILED, failed.cause().code(), "the code after a failure");
      lobby.realtime().close();
      byRealtime.awaitClosed();

      one.close();
      Waits.join(one.closed(), "the end of a subscription that was closed twice");
      for (RecordingSubscriber<String> each : List.of(byItself, byFailure, byRealtime)) {
        long closed =
            each.signals().stream().filter(s -> s instanceof RecordingSubscriber.OfClosed).count();
        assertEquals(1, closed, "how often onClosed was signalled");
        assertEquals(List.of(), each.violations(), "what broke the grammar of signals");
      }
    }
  }

  /** closed() completes after onClosed returned. */
  @Test
  @Verifies("2.2")
  default void required_2_2_theEndIsKnownAfterOnClosedReturned() {
    try (Lobby lobby = Lobby.of(this)) {
      CompletableFuture<Void> inside = new CompletableFuture<>();
      CompletableFuture<Void> release = new CompletableFuture<>();
      Subscription subscription =
          lobby.subscribe(
              new Subscriber<>() {
                @Override
                public void onMessage(Message<String> message) {}

                @Override
                public void onClosed(CloseReason reason) {
                  inside.complete(null);
                  Waits.join(release, "the test");
                }
              });

      subscription.close();
      Waits.join(inside, "onClosed");
      boolean before = subscription.closed().toCompletableFuture().isDone();
      release.complete(null);

      Waits.join(subscription.closed(), "the end of the subscription");
      assertTrue(!before, "closed() completed before onClosed returned");
    }
  }

  /** A subscriber that fails with an error can be closed like any other. */
  @Test
  @Verifies("2.2")
  default void required_2_2_anErrorDoesNotKeepASubscriptionFromEnding() {
    try (Lobby lobby = Lobby.of(this)) {
      CompletableFuture<Void> inside = new CompletableFuture<>();
      Subscription subscription =
          lobby.subscribe(
              message -> {
                inside.complete(null);
                throw new AssertionError("fails on purpose");
              });
      lobby.publish("m");
      Waits.join(inside, "the message");

      subscription.close();

      Waits.join(subscription.closed(), "the end of a subscription whose subscriber had an error");
    }
  }

  /** While a signal runs no other begins, and none is lost for it. */
  @Test
  @Verifies("2.3")
  default void required_2_3_theNextSignalWaitsForTheOneBefore() {
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> blocked = new RecordingSubscriber<>();
      RecordingSubscriber<String> free = new RecordingSubscriber<>();
      blocked.blockAt(1);
      lobby.subscribe(blocked);
      lobby.subscribe(free);

      List<String> published = lobby.publishMany(100);
      blocked.awaitBlocked();
      free.awaitMessages(100);

      assertEquals(List.of("m1"), blocked.data(), "what a blocked subscriber was signalled");
      blocked.release();
      blocked.awaitMessages(100);
      assertEquals(published, blocked.data(), "what it was signalled afterwards");
      assertEquals(List.of(), blocked.violations(), "what broke the grammar of signals");
    }
  }

  /** Inside a signal every call is allowed, and may be waited for. */
  @Test
  @Verifies("2.8")
  default void required_2_8_everyCallIsAllowedInsideASignal() {
    try (Lobby lobby = Lobby.of(this)) {
      CompletableFuture<Subscription> self = new CompletableFuture<>();
      CompletableFuture<List<String>> done = new CompletableFuture<>();
      Subscription subscription =
          lobby.subscribe(
              message -> {
                if (message.offset() == 1) {
                  done.complete(callEverything(lobby, Waits.join(self, "the subscription")));
                }
              });
      self.complete(subscription);

      lobby.channel().publish("m");

      assertEquals(
          List.of("published 2", "subscribed m", "switched", "position known"),
          Waits.join(done, "the calls inside a signal"),
          "the calls inside a signal");
      Waits.join(subscription.closed(), "the end of a subscription closed inside a signal");
    }
  }

  private static List<String> callEverything(Lobby lobby, Subscription self) {
    List<String> steps = new ArrayList<>();
    steps.add("published " + lobby.publish("inside").position().offset());
    RecordingSubscriber<String> other = new RecordingSubscriber<>();
    Subscription second = lobby.subscribe(other);
    steps.add("subscribed " + other.awaitMessages(1).get(0).data());
    second.close();
    Waits.join(second.closed(), "the end of another subscription");
    self.switchTo(lobby.fixture().transports().get(0));
    steps.add("switched");
    if (self.position().offset() == 0) {
      steps.add("position known");
    }
    self.close();
    return steps;
  }

  /** Close returns while a signal runs; then only onClosed follows. */
  @Test
  @Verifies("2.9")
  default void required_2_9_afterCloseOnlyOnClosedFollows() {
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      reader.blockAt(1);
      Subscription subscription = lobby.subscribe(reader);
      lobby.publishMany(10);
      reader.awaitBlocked();

      List<CompletableFuture<Void>> closers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        closers.add(Waits.start("closer", subscription::close));
      }
      Waits.joinAll(closers, "the return of close while a signal runs");
      reader.release();

      Waits.join(subscription.closed(), "the end of the subscription");
      lobby.publish("late");
      assertEquals(List.of("m1"), reader.data(), "the messages of a subscription closed in m1");
      assertEquals(List.of(), reader.violations(), "what broke the grammar of signals");
    }
  }

  /** Close inside a signal ends the subscription after it. */
  @Test
  @Verifies("2.9")
  default void required_2_9_closeInsideASignalEndsItThere() {
    try (Lobby lobby = Lobby.of(this)) {
      CompletableFuture<Subscription> self = new CompletableFuture<>();
      List<String> seen = new ArrayList<>();
      lobby.publishMany(10);
      Subscription subscription =
          lobby
              .channel()
              .subscribe(
                  Start.earliest(),
                  message -> {
                    seen.add(message.data());
                    Waits.join(self, "the subscription").close();
                  });
      self.complete(subscription);

      CloseReason reason = Waits.join(subscription.closed(), "the end of the subscription");

      assertEquals(new CloseReason.Closed(), reason, "why the subscription ended");
      assertEquals(List.of("m1"), seen, "the messages of a subscription that closes itself in m1");
    }
  }

  /** One that blocks keeps neither publishers nor other subscribers from going on. */
  @Test
  @Verifies("2.10")
  default void required_2_10_aSlowSubscriberDelaysNobody() {
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> slow = new RecordingSubscriber<>();
      RecordingSubscriber<String> fast = new RecordingSubscriber<>();
      slow.blockAt(1);
      lobby.subscribe(slow);
      lobby.subscribe(fast);

      for (int i = 0; i < 5; i++) {
        lobby.publishMany(1_000);
      }

      fast.awaitMessages(5_000);
      slow.awaitBlocked();
      assertEquals(1, slow.messages().size(), "the messages of the blocked subscriber");
      slow.release();
      slow.awaitMessages(5_000);
      assertEquals(fast.messages(), slow.messages(), "the messages of both");
    }
  }

  /** After onClosed the subscriber is not held by the library. */
  @Test
  @Verifies("2.12")
  default void stochastic_2_12_theSubscriberIsDroppedAfterItsEnd() throws InterruptedException {
    try (Lobby lobby = Lobby.of(this)) {
      ReferenceQueue<Object> gone = new ReferenceQueue<>();
      List<Object> held = new ArrayList<>();

      Subscription ended = endedSubscription(lobby, gone, held);

      boolean dropped = false;
      for (int i = 0; i < 100 && !dropped; i++) {
        System.gc();
        dropped = gone.remove(100) != null;
      }
      assertTrue(dropped, "the subscriber of " + ended.channel() + " is held after onClosed");
    }
  }

  private static Subscription endedSubscription(
      Lobby lobby, ReferenceQueue<Object> gone, List<Object> held) {
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    held.add(new PhantomReference<Object>(reader, gone));
    Subscription subscription = lobby.subscribe(reader);
    lobby.publish("m");
    reader.awaitMessages(1);
    subscription.close();
    Waits.join(subscription.closed(), "the end of the subscription");
    return subscription;
  }

  /** A subscriber that gets a gap is told nothing else meanwhile. */
  @Test
  @Verifies({"2.3", "2.1"})
  default void required_2_3_aGapIsASignalLikeAnother() {
    HandlerPolicy skip =
        new HandlerPolicy(
            0, java.time.Duration.ZERO, java.time.Duration.ZERO, HandlerPolicy.Then.SKIP);
    try (Lobby lobby = Lobby.of(this)) {
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      reader.failAt(2, 1);
      lobby.subscribe(SubscribeOptions.from(Start.earliest()).withHandlerPolicy(skip), reader);

      lobby.publishMany(3);

      reader.awaitMessages(2);
      List<Object> order = new ArrayList<>();
      reader
          .signals()
          .forEach(
              signal ->
                  order.add(
                      signal instanceof RecordingSubscriber.OfMessage<String> message
                          ? message.message().data()
                          : Gap.class));
      assertEquals(List.of("m1", Gap.class, "m3"), order, "the order of the signals");
      assertEquals(List.of(), reader.violations(), "what broke the grammar of signals");
    }
  }
}
