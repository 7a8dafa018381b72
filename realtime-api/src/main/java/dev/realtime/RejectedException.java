package dev.realtime;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A failure after which the same call fails again. */
public final class RejectedException extends RealtimeException {
  private static final long serialVersionUID = 1;

  private final long expected;

  /** A failure with a code and a text. */
  public RejectedException(ErrorCode code, String message) {
    this(code, message, 0, null);
  }

  /** A failure with a cause. */
  public RejectedException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, 0, cause);
  }

  /** A failure with the sequence that the log expects, 0 for none. */
  public RejectedException(
      ErrorCode code, String message, long expected, @Nullable Throwable cause) {
    super(code, message, cause);
    this.expected = expected;
  }

  /** The sequence that the log expects next, with {@link ErrorCode#OUT_OF_SEQUENCE}. */
  public OptionalLong expected() {
    return expected > 0 ? OptionalLong.of(expected) : OptionalLong.empty();
  }
}
