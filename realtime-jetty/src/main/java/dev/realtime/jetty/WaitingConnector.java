package dev.realtime.jetty;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
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
    http.addCustomizer((request, headers) -> tellEndPoint(request));
  }

  private static Request tellEndPoint(Request request) {
    if (request.getConnectionMetaData().getConnection().getEndPoint()
        instanceof WaitingEndPoint endPoint) {
      boolean body = hasBody(request.getHeaders());
      endPoint.requestCame(body);
      if (body) {
        request.addHttpStreamWrapper(stream -> new Ending(stream, endPoint));
      }
    }
    return request;
  }

  private static boolean hasBody(HttpFields headers) {
    return headers.contains(HttpHeader.CONTENT_LENGTH)
        || headers.contains(HttpHeader.TRANSFER_ENCODING);
  }

  /** Tells that a request with a body has ended before Jetty looks for the next one. */
  private static final class Ending extends HttpStream.Wrapper {
    private final WaitingEndPoint endPoint;

    Ending(HttpStream stream, WaitingEndPoint endPoint) {
      super(stream);
      this.endPoint = endPoint;
    }

    @Override
    public void succeeded() {
      endPoint.requestEnded();
      super.succeeded();
    }

    @Override
    public void failed(Throwable cause) {
      endPoint.requestEnded();
      super.failed(cause);
    }
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
