package dev.realtime.spi;

import dev.realtime.RealtimeException;
import java.time.Duration;
import java.util.Optional;

/** Why an exchange ended, which decides when the next one begins (SPEC 4.10). */
public sealed interface EndReason {
  /**
   * As it should: a poll was answered, a server drained, the owner cancelled.
   *
   * @param retryAfter how long the peer asked to wait
   */
  record Completed(Optional<Duration> retryAfter) implements EndReason {}

  /**
   * It was cut, timed out or refused for now.
   *
   * @param why text for people
   * @param retryAfter how long the peer asked to wait
   */
  record Lost(String why, Optional<Duration> retryAfter) implements EndReason {}

  /**
   * What came is no batch, so the position cannot go on. It is begun again as after {@link Lost},
   * in case something on the way did it; three times without a batch, then the subscription fails
   * (SPEC 4.7).
   *
   * @param why text for people
   */
  record Unreadable(String why) implements EndReason {}

  /**
   * The peer will not serve it.
   *
   * @param cause why
   */
  record Refused(RealtimeException cause) implements EndReason {}

  /** Completed, without a wish of the peer. */
  static EndReason completed() {
    return new Completed(Optional.empty());
  }

  /** Lost, without a wish of the peer. */
  static EndReason lost(String why) {
    return new Lost(why, Optional.empty());
  }
}
