package dev.realtime;

import java.util.concurrent.CompletionStage;

/**
 * One who appends to a channel, with a producer id and a sequence of its own: its messages stand in
 * the order of the calls, each once, also when a publish must be repeated (SPEC 1.2, 1.4).
 *
 * <p>Thread-safe; sharing one is as fast as having several. A publisher that is not closed costs a
 * few hundred bytes.
 *
 * @param <T> the type of the data
 */
public interface Publisher<T> extends AutoCloseable {
  /**
   * Appends a message. Never blocks on network, log or subscribers, and never runs a subscriber on
   * the caller's thread.
   *
   * @return completes after the message is readable at the position it names; fails with {@link
   *     RejectedException} if it is not stored and never will be, with {@link UnavailableException}
   *     if it may be tried again
   * @throws NullPointerException if the data is null
   * @throws IllegalArgumentException if the codec cannot encode the data
   */
  default CompletionStage<Receipt> publish(T data) {
    return publish(data, PublishOptions.defaults());
  }

  /** Appends a message with a key, a type or headers. */
  CompletionStage<Receipt> publish(T data, PublishOptions options);

  /** The producer id under which this publisher numbers its messages at present. */
  String producer();

  /** Ends the publisher; publishes in flight complete one way or the other, later ones fail. */
  @Override
  void close();
}
