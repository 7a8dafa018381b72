package dev.realtime.jetty.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.jetty.exchange.HttpExchange;
import java.util.Base64;

/** The headers with which a request asks to become a socket (RFC 6455 §4.2.1). */
public final class SocketHandshake {
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  private SocketHandshake() {}

  /**
   * Passes if the headers are in order.
   *
   * @throws RejectedException bad-request, or protocol-version if the version is another
   */
  static void check(HttpExchange exchange) {
    if (exchange.elements("Connection").stream().noneMatch("upgrade"::equalsIgnoreCase)) {
      throw malformed(
          "Upgrade: websocket came without Connection: Upgrade. A proxy on the way may have taken"
              + " it out; it must pass both headers on");
    }
    String version = exchange.header("Sec-WebSocket-Version").orElse("none");
    if (!version.equals(VERSION)) {
      exchange.setHeader("Upgrade", "websocket");
      exchange.setHeader("Sec-WebSocket-Version", VERSION);
      throw new RejectedException(
          ErrorCode.PROTOCOL_VERSION,
          "Sec-WebSocket-Version is not 13, the one that this server speaks");
    }
    if (!isKey(exchange.header("Sec-WebSocket-Key").orElse(""))) {
      throw malformed("Sec-WebSocket-Key is not base64 of 16 bytes");
    }
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The refusal of a request that is none of HTTP/1.1, or lacks what {@link #check} cannot see. */
  public static RejectedException refused() {
    return malformed("the request is no handshake of a WebSocket; it must be a GET of HTTP/1.1");
  }

  private static RejectedException malformed(String why) {
    return new RejectedException(ErrorCode.BAD_REQUEST, why);
  }
}
