package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.core.wire.JsonWriter;

/**
 * A refusal that begins with an HTTP status, as one that Jetty found: the code that it has here,
 * and the problem that says so under this very status (RFC 9457; docs/wire.md).
 *
 * <p>Immutable.
 */
public record StatusProblem(int status, ErrorCode code, String detail) {
  /** The problem of a status. */
  public static StatusProblem of(int status, String detail) {
    return new StatusProblem(status, code(status), detail);
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 405, 501 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 408 -> ErrorCode.CONNECTION_LOST;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 414, 431 -> ErrorCode.TOO_LONG;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      case 426, 505 -> ErrorCode.PROTOCOL_VERSION;
      case 429 -> ErrorCode.RATE_LIMITED;
      default -> status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.ENGINE_UNAVAILABLE;
    };
  }

  /** The object as RFC 9457 has it. */
  public byte[] toJson() {
    JsonWriter out = new JsonWriter(256);
    String name = code.wireName();
    out.raw("{\"type\":").string("urn:realtime:" + name);
    out.raw(",\"title\":").string(name.replace('-', ' '));
    out.raw(",\"status\":").number(status);
    out.raw(",\"detail\":").string(detail);
    out.raw(",\"code\":").string(name);
    out.raw(",\"retryable\":").raw(Boolean.toString(code.retryable()));
    if (code.retryable()) {
      out.raw(",\"outcome\":").string(status < 500 ? "not-stored" : "unknown");
    }
    return out.raw("}").toByteArray();
  }
}
