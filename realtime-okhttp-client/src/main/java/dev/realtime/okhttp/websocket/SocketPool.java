package dev.realtime.okhttp.websocket;

import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.spi.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/**
 * The sockets of a client. One carries any number of channels, but each of them once; one more
 * subscription of a channel takes one more socket.
 *
 * <p>Thread-safe.
 */
public final class SocketPool implements AutoCloseable {
  private final ServerAddress server;
  private final OkHttpClient client;
  private final Timers timers;
  private final List<SocketConnection> connections = new ArrayList<>();
  private boolean closed;

  /** A pool without sockets. */
  public SocketPool(ServerAddress server, OkHttpClient client, Timers timers) {
    this.server = server;
    this.client = client;
    this.timers = timers;
  }

  /** A socket on which the exchange now has its channel. */
  SocketConnection join(SocketExchange exchange) {
    return take(connection -> connection.join(exchange));
  }

  /** A socket that takes a publish. */
  SocketConnection publishing(SocketPublish publish) {
    return take(connection -> connection.add(publish));
  }

  /** Whether a socket took what was offered; false once it has ended. */
  @FunctionalInterface
  private interface Offer {
    boolean to(SocketConnection connection);
  }

  private SocketConnection take(Offer offer) {
    Optional<SocketConnection> fresh = Optional.empty();
    SocketConnection taken;
    synchronized (connections) {
      taken = connections.stream().filter(offer::to).findFirst().orElse(null);
      if (taken == null) {
        taken = new SocketConnection(server.credentials(), timers, this::forget);
        offer.to(taken);
        connections.add(taken);
        fresh = Optional.of(taken);
      }
    }
    fresh.ifPresent(this::connect);
    return taken;
  }

  private void connect(SocketConnection connection) {
    connection.connect(client, server.socket());
    synchronized (connections) {
      if (!closed) {
        return;
      }
    }
    connection.abort();
  }

  private void forget(SocketConnection connection) {
    synchronized (connections) {
      connections.remove(connection);
    }
  }

  @Override
  public void close() {
    List<SocketConnection> open;
    synchronized (connections) {
      closed = true;
      open = List.copyOf(connections);
    }
    open.forEach(SocketConnection::abort);
  }
}
