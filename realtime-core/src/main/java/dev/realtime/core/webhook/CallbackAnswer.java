package dev.realtime.core.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of a POST to a callback. */
public sealed interface CallbackAnswer {
  /**
   * A status with its headers arrived.
   *
   * @param status 100 to 599
   * @param headers by name in lower case, the last value of each
   * @param body at most {@link #MAX_BODY} bytes, what follows is not read
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or kept
  record Status(int status, Map<String, String> headers, byte[] body) implements CallbackAnswer {
    /** The value of a header, by its name in lower case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    @Override
    public String toString() {
      return "Status[" + status + "]";
    }
  }

  /**
   * No answer arrived; the request may have.
   *
   * @param detail for the log of the server, never for who registered the callback
   */
  record None(Cause cause, String detail) implements CallbackAnswer {}

  /** How many bytes of an answer are read: 16 KiB. */
  int MAX_BODY = 16 * 1024;

  /** Why there is no answer. */
  enum Cause {
    /** The name has no address. */
    DNS_ERROR,
    /** Nothing listens there, or there is no way. */
    CONNECTION_REFUSED,
    /** The time for the whole call was over. */
    TIMEOUT,
    /** No secure connection: a wrong certificate or host, or no TLS at all. */
    TLS_ERROR,
    /** The connection broke off after it was made. */
    CONNECTION_LOST,
    /** An address of the host is refused; no byte was sent. */
    BLOCKED_ADDRESS,
    /** The client was closed. */
    CLOSED;

    /** The name in records and events, such as {@code connection_refused}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
