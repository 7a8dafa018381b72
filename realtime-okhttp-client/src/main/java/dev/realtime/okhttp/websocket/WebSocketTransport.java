package dev.realtime.okhttp.websocket;

import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * WebSocket: an exchange is a channel on a socket that many share.
 *
 * <p>Thread-safe.
 */
public final class WebSocketTransport implements ClientTransport {
  private final SocketPool pool;
  private final Set<SocketExchange> open = ConcurrentHashMap.newKeySet();

  /** A transport over a pool, which it does not close. */
  public WebSocketTransport(SocketPool pool) {
    this.pool = pool;
  }

  @Override
  public Transport transport() {
    return Transport.WEBSOCKET;
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    SocketExchange exchange = new SocketExchange(channel, from, inlet, open::remove);
    open.add(exchange);
    exchange.on(pool.join(exchange));
    return exchange;
  }

  @Override
  public void close() {
    open.forEach(SocketExchange::cancel);
  }
}
