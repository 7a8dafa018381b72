package dev.realtime.core.wire;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure as every transport tells it: the body of an HTTP answer (RFC 9457) and of an {@code
 * error} frame.
 *
 * @param code the wire name, which may be one that this version does not know
 * @param detail what happened, for people
 * @param retryable whether the same may succeed later, which a status says too; empty if the peer
 *     did not say
 * @param outcomeUnknown whether what was asked for may have been done
 * @param expected the sequence that was expected, 0 if none
 * @param retryAfterMillis 0 if none
 */
public record Problem(
    String code,
    String detail,
    Optional<Boolean> retryable,
    boolean outcomeUnknown,
    long expected,
    long retryAfterMillis) {
  /** The media type of RFC 9457. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The longest that a peer can ask to wait, however it asks: 1 h. */
  public static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** The problem that a failure is. */
  public static Problem of(RealtimeException failure) {
    UnavailableException later = failure instanceof UnavailableException u ? u : null;
    RejectedException never = failure instanceof RejectedException r ? r : null;
    return new Problem(
        failure.code().wireName(),
        whole(String.valueOf(failure.getMessage())),
        Optional.of(later != null),
        later != null && later.outcomeUnknown(),
        never == null ? 0 : never.expected().orElse(0),
        later == null ? 0 : later.retryAfter().map(Duration::toMillis).orElse(0L));
  }

  /** A text that was cut within a surrogate pair has a question mark there: it must be told. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /**
   * The failure that the problem tells of. A code that is not known is judged by {@code retryable},
   * else by its status (SPEC 4.19).
   */
  public RealtimeException toException(int httpStatus) {
    Optional<ErrorCode> known = ErrorCode.ofWireName(code);
    boolean later = known.map(ErrorCode::retryable).or(() -> retryable).orElse(passes(httpStatus));
    String text = known.isPresent() ? detail : code + ": " + detail;
    if (later) {
      return new UnavailableException(
          known.orElse(ErrorCode.ENGINE_UNAVAILABLE), text, retryAfter(), outcomeUnknown, null);
    }
    return new RejectedException(known.orElse(ErrorCode.BAD_REQUEST), text, expected, null);
  }

  private static boolean passes(long status) {
    return status >= 500 || status == 429 || status == 408;
  }

  private @Nullable Duration retryAfter() {
    return waitOf(retryAfterMillis).orElse(null);
  }

  /** How long a peer asks to wait, at most {@link #LONGEST_WAIT}; empty if it does not. */
  public static Optional<Duration> waitOf(long retryAfterMillis) {
    return retryAfterMillis > 0
        ? Optional.of(Duration.ofMillis(Math.min(retryAfterMillis, LONGEST_WAIT.toMillis())))
        : Optional.empty();
  }

  /** This problem in other words. */
  public Problem withDetail(String value) {
    return new Problem(code, value, retryable, outcomeUnknown, expected, retryAfterMillis);
  }

  /** The object as RFC 9457 has it. */
  public byte[] toJson() {
    JsonWriter out = new JsonWriter(256);
    write(out);
    return out.toByteArray();
  }

  void write(JsonWriter out) {
    Optional<ErrorCode> known = ErrorCode.ofWireName(code);
    out.raw("{\"type\":").string("urn:realtime:" + code);
    out.raw(",\"title\":").string(code.replace('-', ' '));
    known.ifPresent(c -> out.raw(",\"status\":").number(c.httpStatus()));
    out.raw(",\"detail\":").string(detail).raw(",\"code\":").string(code);
    retryable.ifPresent(r -> out.raw(",\"retryable\":").raw(r.toString()));
    if (retryable.orElse(false)) {
      out.raw(",\"outcome\":").string(outcomeUnknown ? "unknown" : "not-stored");
    }
    if (expected > 0) {
      out.raw(",\"expected\":").number(expected);
    }
    if (retryAfterMillis > 0) {
      out.raw(",\"retryAfterMillis\":").number(retryAfterMillis);
    }
    out.raw("}");
  }

  /** Reads a problem; empty if this is none, as from a proxy. */
  public static Optional<Problem> parse(byte[] json) {
    ProblemReader fields = new ProblemReader();
    try {
      JsonReader.readObject(json, (name, value) -> fields.read(name, value));
    } catch (RejectedException e) {
      return Optional.empty();
    }
    return fields.code.isEmpty() ? Optional.empty() : Optional.of(fields.problem());
  }

  /** The fields of a problem, in whatever order they come. */
  static final class ProblemReader {
    private String code = "";
    private String detail = "";
    private Optional<Boolean> retryable = Optional.empty();
    private long status;
    private String outcome = "";
    private long expected;
    private long retryAfterMillis;

    void read(String name, JsonReader value) {
      switch (name) {
        case "code" -> code = value.string();
        case "detail" -> detail = value.string();
        case "status" -> status = value.number();
        case "retryable" -> retryable = Optional.of(value.bool());
        case "outcome" -> outcome = value.string();
        case "expected" -> expected = value.number();
        case "retryAfterMillis" -> retryAfterMillis = value.number();
        default -> {}
      }
    }

    Problem problem() {
      Optional<Boolean> later =
          retryable.or(() -> status == 0 ? Optional.empty() : Optional.of(passes(status)));
      return new Problem(code, detail, later, isOutcomeUnknown(), expected, retryAfterMillis);
    }

    /** A failure that does not say, as of a gateway, may have come after it was stored. */
    private boolean isOutcomeUnknown() {
      boolean untold = outcome.isEmpty() && (status == 0 || status >= 500);
      return untold || outcome.equals("unknown");
    }
  }
}
