package dev.realtime.core.loop;

import dev.realtime.CloseReason;
import dev.realtime.Codec;
import dev.realtime.ErrorCode;
import dev.realtime.Gap;
import dev.realtime.HandlerPolicy;
import dev.realtime.Message;
import dev.realtime.RealtimeException;
import dev.realtime.RealtimeListener;
import dev.realtime.RejectedException;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.spi.Entry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The calls to an application's subscriber, and what its policy makes of those that fail (SPEC 2.4,
 * 2.5). After {@link #closed} the subscriber is let go.
 *
 * <p>Confined to the serial executor of its subscription.
 */
final class SubscriberCalls<T> {
  private static final System.Logger LOG = System.getLogger(SubscriberCalls.class.getName());

  private final Subscription subscription;
  private final Codec<T> codec;
  private final HandlerPolicy policy;
  private final RealtimeListener listener;
  private @Nullable Subscriber<T> subscriber;
  private int failures;

  /** What came of an entry. */
  sealed interface Outcome {
    /** Handled: the position moves. */
    record Handled() implements Outcome {}

    /** The same entry again, after a delay. */
    record Again(Duration delay) implements Outcome {}

    /** Given up: the position moves and the gap is told. */
    record Skipped() implements Outcome {}

    /** The subscription ends. */
    record Stop(RealtimeException cause) implements Outcome {}
  }

  SubscriberCalls(
      Subscription subscription,
      Codec<T> codec,
      HandlerPolicy policy,
      RealtimeListener listener,
      Subscriber<T> subscriber) {
    this.subscription = subscription;
    this.codec = codec;
    this.policy = policy;
    this.listener = listener;
    this.subscriber = subscriber;
  }

  boolean isClosed() {
    return subscriber == null;
  }

  /** Gives an entry to the subscriber, as a replay if it is one. */
  Outcome deliver(Entry entry, boolean replay) {
    ErrorCode stage = ErrorCode.CODEC;
    try {
      T data = codec.decode(entry.payload());
      stage = ErrorCode.HANDLER_FAILED;
      if (subscriber != null && replay) {
        subscriber.onReplay(message(entry, data));
      } else if (subscriber != null) {
        subscriber.onMessage(message(entry, data));
      }
      failures = 0;
      return new Outcome.Handled();
    } catch (Throwable e) {
      // An error too, such as a failed assertion: else the entry would be neither handled nor told.
      return failed(entry, stage, e);
    }
  }

  private Message<T> message(Entry entry, T data) {
    return new Message<>(
        subscription.channel(),
        entry.position(),
        Instant.ofEpochMilli(entry.timeMillis()),
        entry.id(),
        entry.key(),
        entry.type(),
        entry.headers(),
        data);
  }

  private Outcome failed(Entry entry, ErrorCode stage, Throwable e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "the subscriber of %s failed at %s, %d×"
            .formatted(subscription.channel(), entry.position(), ++failures),
        e);
    listener.handlerFailed(subscription, entry.position(), failures, e);
    if (stage == ErrorCode.HANDLER_FAILED && failures <= policy.maxRetries()) {
      return new Outcome.Again(delay());
    }
    failures = 0;
    if (policy.then() == HandlerPolicy.Then.SKIP) {
      return new Outcome.Skipped();
    }
    String why = subscription.channel() + ": the subscriber gave up at " + entry.position();
    return new Outcome.Stop(new RejectedException(stage, why + ": " + e, e));
  }

  private Duration delay() {
    long nanos = policy.minDelay().toNanos() << Math.min(failures - 1, 20);
    return Duration.ofNanos(Math.min(nanos, policy.maxDelay().toNanos()));
  }

  void gap(Gap gap) {
    listener.gap(subscription, gap);
    if (subscriber != null) {
      try {
        subscriber.onGap(gap);
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.ERROR, "onGap failed; delivery goes on", e);
      }
    }
  }

  void closed(CloseReason reason) {
    Subscriber<T> target = subscriber;
    subscriber = null;
    if (target != null) {
      target.onClosed(reason);
    }
  }
}
