package dev.realtime;

import java.util.concurrent.Flow;

/**
 * An ordered, append-only log of messages with a name. Everybody who reads it sees the same
 * messages in the same order; order is per channel, never across channels.
 *
 * <p>A channel is the {@link Publisher} that all callers of {@code publish} on this object share; a
 * further one, with a producer id of its own, comes from {@link #newPublisher}. It exists as soon
 * as it is named and holds no resource until it is used. Thread-safe.
 *
 * @param <T> the type of the data
 */
public interface Channel<T> extends Publisher<T> {
  /** The name: 1 to 8 segments joined by {@code /}, at most 200 characters. */
  String name();

  /** Delivers the messages that follow {@code options.start()}. Returns at once. */
  Subscription subscribe(SubscribeOptions options, Subscriber<T> subscriber);

  /** Delivers the messages that follow a start. */
  default Subscription subscribe(Start start, Subscriber<T> subscriber) {
    return subscribe(SubscribeOptions.from(start), subscriber);
  }

  /** Delivers the messages published from now on. */
  default Subscription subscribe(Subscriber<T> subscriber) {
    return subscribe(SubscribeOptions.defaults(), subscriber);
  }

  /** A further publisher under a random producer id. */
  Publisher<T> newPublisher();

  /**
   * A publisher under a given producer id, which first asks for its next sequence. For producers
   * that go on after a restart.
   *
   * @param producer {@code [A-Za-z0-9._-]{1,64}}
   */
  Publisher<T> newPublisher(String producer);

  /**
   * The messages as a {@link Flow.Publisher}. Demand moves the position: a message is handled when
   * it has been passed on, and no message is read ahead beyond one batch. While nothing is
   * requested a thread of the executor is held.
   */
  Flow.Publisher<Message<T>> flow(SubscribeOptions options);
}
