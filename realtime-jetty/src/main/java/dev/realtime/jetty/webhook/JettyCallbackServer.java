package dev.realtime.jetty.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.UnavailableException;
import dev.realtime.core.webhook.CallbackServer;
import dev.realtime.core.webhook.WebhookReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A small Jetty for webhooks alone. Thread-safe. */
final class JettyCallbackServer implements CallbackServer {
  private static final System.Logger LOG = System.getLogger(JettyCallbackServer.class.getName());
  private static final int MAX_THREADS = 16;

  private final Server server;
  private final WebhookHandler handler;

  private JettyCallbackServer(Server server, WebhookHandler handler) {
    this.server = server;
    this.handler = handler;
  }

  /**
   * Starts one.
   *
   * @param url as a sender reaches it; port 0 becomes the one that the server got
   */
  static JettyCallbackServer start(URI url, InetSocketAddress listen) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("realtime-callback-server");
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(listen.getHostString());
    connector.setPort(listen.getPort());
    server.addConnector(connector);
    try {
      connector.open();
      WebhookHandler handler = new WebhookHandler(reached(url, connector.getLocalPort()));
      server.setHandler(handler);
      server.start();
      return new JettyCallbackServer(server, handler);
    } catch (Exception e) {
      stop(server, connector);
      throw new UnavailableException(
          ErrorCode.CONNECTION_LOST,
          "webhooks cannot be received at "
              + listen.getHostString()
              + ":"
              + listen.getPort()
              + ": "
              + e
              + ". Choose another realtime.webhook.listen or port of realtime.webhook.callback-url.",
          null,
          false,
          e);
    }
  }

  private static URI reached(URI url, int port) {
    if (url.getPort() != 0) {
      return url;
    }
    String authority = url.getRawAuthority();
    String host = authority.substring(0, authority.lastIndexOf(':'));
    return URI.create(url.getScheme() + "://" + host + ":" + port + url.getRawPath());
  }

  private static void stop(Server server, ServerConnector connector) {
    connector.close();
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection did not end in order", e);
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "Jetty did not stop in order", e);
    }
  }

  @Override
  public URI url() {
    return handler.url();
  }

  @Override
  public URI add(String segment, WebhookReceiver receiver) {
    return handler.add(segment, receiver);
  }

  @Override
  public void remove(String segment) {
    handler.remove(segment);
  }

  @Override
  public void close() {
    stop(server);
  }
}
