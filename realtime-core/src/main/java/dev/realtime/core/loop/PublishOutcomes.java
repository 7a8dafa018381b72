package dev.realtime.core.loop;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What the failure of a publish says of its messages. */
final class PublishOutcomes {
  private PublishOutcomes() {}

  /** Whether the message is stored is not known, and it will not be sent again (SPEC 1.6, 1.7). */
  static UnavailableException unknown(String producer, long sequence, @Nullable Throwable cause) {
    return new UnavailableException(
        ErrorCode.UNKNOWN_OUTCOME,
        "it is not known whether sequence " + sequence + " of " + producer + " is stored",
        null,
        true,
        cause);
  }

  static RejectedException closed(String channel) {
    return new RejectedException(ErrorCode.CLOSED, "the publisher of " + channel + " is closed");
  }

  /** Whether the log and the publisher no longer agree on the next sequence. */
  static boolean isProducerLost(RealtimeException cause) {
    return cause.code() == ErrorCode.UNKNOWN_PRODUCER || cause.code() == ErrorCode.OUT_OF_SEQUENCE;
  }

  /** Whether nothing is stored for certain. */
  static boolean isDefinite(RealtimeException cause) {
    return !(cause instanceof UnavailableException u) || !u.outcomeUnknown();
  }

  /** What a transport threw before anything was sent: the same again would be thrown again. */
  static RealtimeException notSent(Throwable thrown) {
    return thrown instanceof RealtimeException known
        ? known
        : new RejectedException(
            ErrorCode.CODEC,
            "the publish could not be sent and nothing of it was: " + thrown,
            thrown);
  }

  static RealtimeException failureOf(@Nullable Throwable t) {
    Throwable cause = t instanceof CompletionException && t.getCause() != null ? t.getCause() : t;
    return cause instanceof RealtimeException known
        ? known
        : new UnavailableException(
            ErrorCode.CONNECTION_LOST, "the publish was cut: " + cause, null, true, cause);
  }
}
