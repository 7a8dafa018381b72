package dev.realtime.jetty;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A connector of {@link WaitingEndPoint}s. */
final class WaitingConnector extends ServerConnector {
  private final BooleanSupplier onFlusher;

  WaitingConnector(
      Server server, QueuedThreadPool threads, BooleanSupplier onFlusher, HttpConfiguration http) {
    super(
        server,
        new ConnectorExecutor(server, threads, onFlusher),
        null,
        null,
        1,
        -1,
        new HttpConnectionFactory(http));
    this.onFlusher = onFlusher;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    WaitingEndPoint endPoint =
        new WaitingEndPoint(channel, selector, key, getScheduler(), onFlusher);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }
}
