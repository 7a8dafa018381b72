package dev.realtime;

import java.util.concurrent.CompletionStage;

/**
 * A position in a channel's log that moves as a {@link Subscriber} handles what follows it.
 *
 * <p>Thread-safe. A subscription that is not closed goes on until its channel's client or server is
 * closed.
 */
public interface Subscription extends AutoCloseable {
  /** The channel's name. */
  String channel();

  /**
   * The position of the last message handled or gap announced; before the first, the place where
   * the subscription began, or {@link Position#ORIGIN} until that is known.
   */
  Position position();

  /** The transport that carries the messages now. */
  Transport transport();

  /**
   * Completes with the start position when the subscription is live: every message accepted after
   * it is delivered (SPEC 3.15). Fails if the subscription ends before.
   */
  CompletionStage<Position> live();

  /**
   * Carries the messages by another transport from the present position on. The subscriber does not
   * notice (SPEC 2.13).
   *
   * @throws IllegalArgumentException if the client or server has no such transport
   */
  void switchTo(Transport transport);

  /** Completes after {@link Subscriber#onClosed} returned. */
  CompletionStage<CloseReason> closed();

  /**
   * Ends the subscription. Returns promptly; afterwards only {@link Subscriber#onClosed} follows. A
   * second call does nothing.
   */
  @Override
  void close();
}
