package dev.realtime;

import java.util.Optional;

/**
 * What went wrong, by the same name in Java, in an HTTP problem, on a socket and in an event
 * stream. The range of the close code is the receiver's duty: 4000–4499 reconnect, 4500–4999 stop.
 */
public enum ErrorCode {
  /** The server is going away; another takes over. */
  SHUTTING_DOWN(4000, 503),
  /** The stream reached its maximum age. */
  MAX_AGE(4001, 503),
  /** The reader made no progress for too long. */
  SLOW_CONSUMER(4003, 503),
  /** The peer was silent for too long. */
  NO_HEARTBEAT(4004, 503),
  /** Too many requests, connections or publishes in flight. */
  RATE_LIMITED(4006, 429),
  /** The log cannot answer now. */
  ENGINE_UNAVAILABLE(4100, 503),
  /** The server cannot be reached, or the connection was cut. */
  CONNECTION_LOST(4101, 503),
  /** A publish may or may not be stored, and it is not known which. */
  UNKNOWN_OUTCOME(4102, 503),
  /** The token was valid and is no longer. */
  TOKEN_EXPIRED(4401, 401),
  /** No token, or one that the server does not accept. */
  UNAUTHENTICATED(4401, 401),
  /** The request is malformed. */
  BAD_REQUEST(4500, 400),
  /** The path exists, the method does not. */
  METHOD_NOT_ALLOWED(4500, 405),
  /** A URL, a header or a list is over its limit. */
  TOO_LONG(4500, 414),
  /** A media type or charset that is not accepted. */
  UNSUPPORTED_MEDIA_TYPE(4500, 415),
  /** The peer does not speak a version in common. */
  PROTOCOL_VERSION(4501, 426),
  /** The principal has no right to do this on the channel. */
  FORBIDDEN(4503, 403),
  /** The page's origin is not in the allow-list. */
  ORIGIN_REFUSED(4503, 403),
  /** The server does not offer the transport. */
  TRANSPORT_DISABLED(4504, 404),
  /** There is nothing at this path. */
  NOT_FOUND(4504, 404),
  /** The payload is over the limit of the channel. */
  PAYLOAD_TOO_LARGE(4506, 413),
  /** The sequence skips ahead of the expected one. */
  OUT_OF_SEQUENCE(4509, 409),
  /** The log does not know the producer, and the sequence is not 1. */
  UNKNOWN_PRODUCER(4509, 409),
  /** The same message id with other content. */
  MESSAGE_ID_REUSED(4510, 409),
  /** The peer broke the protocol, or batches did not fit together three times in a row. */
  PROTOCOL(4511, 400),
  /** A payload cannot be decoded, or a value cannot be encoded. */
  CODEC(4512, 400),
  /** A subscriber failed on the same entry until its retry policy gave up. */
  HANDLER_FAILED(4513, 500),
  /** A gap met a subscription that must not go on past one. */
  GAP(4514, 410),
  /** The channel, publisher, client or server is closed. */
  CLOSED(4515, 410),
  /** The configuration is wrong. */
  CONFIGURATION(4516, 400);

  private final int closeCode;
  private final int httpStatus;

  ErrorCode(int closeCode, int httpStatus) {
    this.closeCode = closeCode;
    this.httpStatus = httpStatus;
  }

  /** The close code of a WebSocket that ends for this reason, 4000 to 4999. */
  public int closeCode() {
    return closeCode;
  }

  /** The status of an HTTP answer that refuses for this reason. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Whether the same call may succeed later. */
  public boolean retryable() {
    return closeCode < 4400;
  }

  /** The name on the wire, such as {@code payload-too-large}. */
  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The code of a name on the wire; empty if this version does not know it. */
  public static Optional<ErrorCode> ofWireName(String name) {
    for (ErrorCode code : values()) {
      if (code.wireName().equals(name)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
