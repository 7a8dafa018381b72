package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.UnavailableException;
import dev.realtime.core.wire.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a receiver answers.
 *
 * @param headers of the answer, {@code Content-Type} too where there is a body
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or kept
public record WebhookReply(int status, Map<String, String> headers, byte[] body) {
  /** The header with the position after which a receiver wants to go on. */
  public static final String POSITION = "realtime-position";

  /** An answer without a body. */
  public static WebhookReply of(int status) {
    return new WebhookReply(status, Map.of(), new byte[0]);
  }

  /** The answer that a failure is: a problem of RFC 9457, with when to come again if it passes. */
  public static WebhookReply refusal(RealtimeException failure) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", Problem.MEDIA_TYPE);
    headers.put("Cache-Control", "no-store");
    if (failure.code() == ErrorCode.METHOD_NOT_ALLOWED) {
      headers.put("Allow", "POST");
    }
    if (failure instanceof UnavailableException later) {
      headers.put("Retry-After", Long.toString(seconds(later)));
    }
    return new WebhookReply(failure.code().httpStatus(), headers, Problem.of(failure).toJson());
  }

  private static long seconds(UnavailableException failure) {
    return Math.max(1, failure.retryAfter().orElse(Duration.ZERO).toSeconds());
  }

  /** The same with one more header. */
  public WebhookReply withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new WebhookReply(status, more, body);
  }

  @Override
  public String toString() {
    return "WebhookReply[" + status + ", " + headers + "]";
  }
}
