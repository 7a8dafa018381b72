package dev.realtime;

import org.jspecify.annotations.Nullable;

/**
 * A failure of this library: {@link UnavailableException} if the same call may succeed later,
 * {@link RejectedException} if it will not. The message says what was expected, what was found and
 * what to do; it never carries a secret or a payload.
 */
public abstract sealed class RealtimeException extends RuntimeException
    permits UnavailableException, RejectedException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  RealtimeException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public ErrorCode code() {
    return code;
  }

  /** The failure of a code: unavailable if the code is retryable, else rejected. */
  public static RealtimeException of(ErrorCode code, String message) {
    return code.retryable()
        ? new UnavailableException(code, message)
        : new RejectedException(code, message);
  }
}
