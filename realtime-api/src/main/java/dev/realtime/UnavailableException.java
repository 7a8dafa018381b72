package dev.realtime;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure after which the same call may succeed. */
public final class UnavailableException extends RealtimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable Duration retryAfter;
  private final boolean outcomeUnknown;

  /** A failure of which it is known that nothing was stored. */
  public UnavailableException(ErrorCode code, String message) {
    this(code, message, null, code == ErrorCode.UNKNOWN_OUTCOME, null);
  }

  /** A failure with all that is known of it. */
  public UnavailableException(
      ErrorCode code,
      String message,
      @Nullable Duration retryAfter,
      boolean outcomeUnknown,
      @Nullable Throwable cause) {
    super(code, message, cause);
    this.retryAfter = retryAfter;
    this.outcomeUnknown = outcomeUnknown;
  }

  /** How long the peer asked to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Whether the message may be stored all the same. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
