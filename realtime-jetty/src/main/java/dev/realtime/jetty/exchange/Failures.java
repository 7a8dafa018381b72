package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.wire.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;

/** How a failure is answered over HTTP, the same for every route (RFC 9457; docs/wire.md). */
public final class Failures {
  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  private Failures() {}

  /** Answers a request with the problem that a failure is. */
  public static void answer(HttpExchange exchange, Throwable failure) {
    RealtimeException cause = causeOf(failure);
    Problem problem = Problem.of(cause);
    if (cause instanceof UnavailableException && wantsEvents(exchange)) {
      sayBye(exchange, problem);
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", Problem.MEDIA_TYPE);
    headers.put("Cache-Control", "no-store");
    if (cause instanceof UnavailableException) {
      headers.put("Retry-After", Long.toString(retryAfterSeconds(problem.retryAfterMillis())));
    }
    if (cause.code() == ErrorCode.UNAUTHENTICATED || cause.code() == ErrorCode.TOKEN_EXPIRED) {
      headers.put("WWW-Authenticate", "Bearer");
    }
    StatusProblem told = told(cause, problem.detail());
    boolean usual = told.status() == cause.code().httpStatus();
    exchange.respond(
        told.status(), headers, ByteBuffer.wrap(usual ? problem.toJson() : told.toJson()));
  }

  /** Where Jetty, or the reading of a body, gave a failure its status, that is the one to tell. */
  private static StatusProblem told(RealtimeException cause, String detail) {
    int status =
        cause.getCause() instanceof HttpException http && isRefusal(http)
            ? http.getCode()
            : cause.code().httpStatus();
    return new StatusProblem(status, cause.code(), detail);
  }

  private static boolean isRefusal(HttpException http) {
    return http.getCode() >= 400 && http.getCode() < 500;
  }

  /** Whole seconds for a Retry-After header, at least one. */
  public static long retryAfterSeconds(long millis) {
    return Math.max(1, (millis + 999) / 1_000);
  }

  /** A native EventSource retries only after a 200, so a refusal that passes is one. */
  private static void sayBye(HttpExchange exchange, Problem problem) {
    String bye =
        "retry: %d\nevent: bye\ndata: {\"code\":\"%s\",\"retryAfterMillis\":%d}\n\n"
            .formatted(
                Math.max(1_000, problem.retryAfterMillis()),
                problem.code(),
                problem.retryAfterMillis());
    exchange.respond(
        200,
        Map.of("Content-Type", "text/event-stream; charset=utf-8", "Cache-Control", "no-cache"),
        ByteBuffer.wrap(bye.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Whether the client asks for an event stream. */
  public static boolean wantsEvents(HttpExchange exchange) {
    return exchange.method().equals("GET")
        && exchange.header("Accept").filter(a -> a.contains("text/event-stream")).isPresent();
  }

  /** The failure itself; what is none of ours is told as an engine that is unavailable. */
  public static RealtimeException causeOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RealtimeException known) {
      return known;
    }
    if (cause instanceof HttpException http && isRefusal(http)) {
      return refusal(http, cause);
    }
    if (cause instanceof IllegalArgumentException) {
      return new RejectedException(
          ErrorCode.BAD_REQUEST, String.valueOf(cause.getMessage()), cause);
    }
    if (!(cause instanceof TimeoutException) && !(cause instanceof IOException)) {
      LOG.log(System.Logger.Level.WARNING, "a request failed", cause);
    }
    return new UnavailableException(
        ErrorCode.ENGINE_UNAVAILABLE, "the request could not be completed", null, true, cause);
  }

  /** What Jetty refused while it read the request for us. */
  private static RealtimeException refusal(HttpException http, Throwable cause) {
    String reason = http.getReason() == null ? "" : ": " + http.getReason();
    StatusProblem problem =
        StatusProblem.of(http.getCode(), "the server cannot read this request" + reason);
    return problem.code().retryable()
        ? new UnavailableException(problem.code(), problem.detail(), null, false, cause)
        : new RejectedException(problem.code(), problem.detail(), cause);
  }
}
