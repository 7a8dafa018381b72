package dev.realtime.jetty.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Transport;
import dev.realtime.core.config.Keys;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.jetty.exchange.Starts;
import java.util.List;
import java.util.Optional;

/**
 * A request to become a socket.
 *
 * @param channel the channel that is subscribed at once; empty for none
 * @param after where it begins
 * @param window how many of its batches may be unacknowledged, 0 for no limit
 */
public record SocketRequest(
    Caller caller, String remoteAddress, Optional<String> channel, String after, int window) {
  /** The subprotocol of this version. */
  static final String SUBPROTOCOL = "realtime.v1.json";

  /** A socket on which one channel is subscribed already. */
  public static SocketRequest ofChannel(HttpExchange exchange, Caller caller, String channel) {
    String after = exchange.query("after").orElse("");
    Starts.ofQuery(exchange);
    int window = exchange.query("window").map(w -> Starts.number("window", w, 0, 1_000)).orElse(0);
    return of(exchange, caller, Optional.of(channel), after, window);
  }

  /** A socket for many channels. */
  public static SocketRequest ofManyChannels(HttpExchange exchange, Caller caller) {
    return of(exchange, caller, Optional.empty(), "", 0);
  }

  private static SocketRequest of(
      HttpExchange exchange, Caller caller, Optional<String> channel, String after, int window) {
    if (!caller.server().config().get(Keys.SERVER_TRANSPORTS).contains(Transport.WEBSOCKET)) {
      throw new RejectedException(
          ErrorCode.TRANSPORT_DISABLED,
          "this server does not offer " + Transport.WEBSOCKET.configName());
    }
    SocketHandshake.check(exchange);
    List<String> offered = exchange.elements("Sec-WebSocket-Protocol");
    if (!offered.isEmpty() && !offered.contains(SUBPROTOCOL)) {
      throw new RejectedException(
          ErrorCode.PROTOCOL_VERSION, "this server speaks the subprotocol " + SUBPROTOCOL);
    }
    return new SocketRequest(caller, exchange.remoteAddress(), channel, after, window);
  }
}
