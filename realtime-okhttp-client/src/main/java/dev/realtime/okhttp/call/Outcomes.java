package dev.realtime.okhttp.call;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.UnavailableException;
import dev.realtime.core.wire.Problem;
import dev.realtime.spi.EndReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Response;

/** What an answer that is none of those wanted means, the same on every transport. */
public final class Outcomes {
  private static final int MAX_PROBLEM = 64 * 1024;

  /** What an answer to a poll, or an event, has at most: 16 MiB. */
  public static final long MAX_BATCH_BYTES = 16L << 20;

  private Outcomes() {}

  /** The failure that an HTTP answer tells of; reads its body. */
  public static RealtimeException failure(Response response) {
    Problem problem =
        Problem.parse(body(response))
            .map(told -> named(told, response))
            .orElseGet(() -> unexplained(response));
    RealtimeException failure = problem.toException(response.code());
    Optional<Duration> retryAfter = retryAfter(response);
    if (failure instanceof UnavailableException later
        && later.retryAfter().isEmpty()
        && retryAfter.isPresent()) {
      return new UnavailableException(
          later.code(),
          String.valueOf(later.getMessage()),
          retryAfter.get(),
          later.outcomeUnknown(),
          null);
    }
    return failure;
  }

  /** What is not there is told with its address, which is most often what is wrong. */
  private static Problem named(Problem problem, Response response) {
    return problem.code().equals(ErrorCode.NOT_FOUND.wireName())
        ? problem.withDetail(address(response) + ": " + problem.detail())
        : problem;
  }

  /** What was asked, without what may be secret. */
  private static String address(Response response) {
    return response
        .request()
        .url()
        .newBuilder()
        .username("")
        .password("")
        .query(null)
        .fragment(null)
        .build()
        .toString();
  }

  private static byte[] body(Response response) {
    try {
      return response.peekBody(MAX_PROBLEM).bytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** An answer that does not come from a realtime server, but from something on the way. */
  private static Problem unexplained(Response response) {
    int status = response.code();
    String type = response.header("Content-Type", "without a content type");
    String code =
        switch (status) {
          case 401 -> ErrorCode.UNAUTHENTICATED.wireName();
          case 403 -> ErrorCode.FORBIDDEN.wireName();
          case 404, 405 -> ErrorCode.NOT_FOUND.wireName();
          case 413 -> ErrorCode.PAYLOAD_TOO_LARGE.wireName();
          case 426 -> ErrorCode.PROTOCOL_VERSION.wireName();
          case 429 -> ErrorCode.RATE_LIMITED.wireName();
          default ->
              status < 400 || status >= 500 || status == 408
                  ? ErrorCode.CONNECTION_LOST.wireName()
                  : ErrorCode.BAD_REQUEST.wireName();
        };
    return new Problem(
        code,
        address(response)
            + " answered "
            + status
            + " "
            + type
            + (code.equals(ErrorCode.NOT_FOUND.wireName())
                ? ": no realtime server is at this path, which ends in /realtime unless configured"
                : ""),
        Optional.empty(),
        status >= 500,
        0,
        0);
  }

  /** The seconds of a Retry-After, at most an hour; 0 and dates are ignored. */
  public static Optional<Duration> retryAfter(Response response) {
    String header = response.header("Retry-After", "");
    return header != null && header.matches("\\d{1,9}")
        ? Problem.waitOf(Long.parseLong(header) * 1_000)
        : Optional.empty();
  }

  /**
   * The failure of a call that was cut; whether it was carried out is unknown unless it never left.
   */
  public static UnavailableException lost(IOException cause) {
    boolean never =
        cause instanceof ConnectException
            || cause instanceof UnknownHostException
            || cause instanceof NoRouteToHostException
            || cause instanceof NoTokenException;
    return new UnavailableException(
        ErrorCode.CONNECTION_LOST, describe(cause), null, !never, cause);
  }

  /** A cut in words. */
  public static String describe(IOException cause) {
    String text = cause.getMessage();
    return cause.getClass().getSimpleName() + (text == null ? "" : ": " + text);
  }

  /** How an exchange ends that met what nobody foresaw, as of an interceptor of the application. */
  public static EndReason unforeseen(Throwable failure) {
    return EndReason.lost("the request failed: " + failure);
  }

  /** How an exchange ends by a failure. */
  public static EndReason end(RealtimeException failure) {
    return failure instanceof UnavailableException later
        ? new EndReason.Lost(
            later.code().wireName() + ": " + later.getMessage(), later.retryAfter())
        : new EndReason.Refused(failure);
  }

  /** How an exchange ends that the server has said good-bye to. */
  public static EndReason bye(String code, long retryAfterMillis) {
    if (code.equals(ErrorCode.SHUTTING_DOWN.wireName())
        || code.equals(ErrorCode.MAX_AGE.wireName())) {
      return new EndReason.Completed(Problem.waitOf(retryAfterMillis));
    }
    Problem problem =
        new Problem(code, "the server ended it", Optional.empty(), false, 0, retryAfterMillis);
    return end(problem.toException(503));
  }
}
