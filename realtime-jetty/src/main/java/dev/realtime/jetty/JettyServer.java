package dev.realtime.jetty;

import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, set up for many connections that mostly wait. */
final class JettyServer {
  private static final System.Logger LOG = System.getLogger(JettyServer.class.getName());
  private static final int BACKLOG = 4_096;

  private final Server server;
  private final ServerConnector connector;
  private final RealtimeHandler realtime;
  private final String host;
  private final long shutdownMillis;

  JettyServer(Configuration config, RealtimeHandler realtime, Handler also) {
    this.realtime = realtime;
    this.host = config.get(Keys.SERVER_HOST);
    this.shutdownMillis = config.get(Keys.SERVER_SHUTDOWN_TIMEOUT).toMillis();
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("realtime-jetty");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new WaitingConnector(server, threads, realtime.flusher()::isRunningHere, http());
    connector.setHost(host);
    connector.setPort(config.get(Keys.SERVER_PORT));
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(config.get(Keys.WEBSOCKET_SEND_TIMEOUT).toMillis());
    connector.setShutdownIdleTimeout(100);
    server.addConnector(connector);
    server.setErrorHandler(new ProblemErrors(config.get(Keys.SERVER_PATH)));
    server.setHandler(new Handler.Sequence(realtime, also));
    server.setStopTimeout(shutdownMillis);
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // From the second request on, the default cache holds 98 KB for each kept connection.
    http.setHeaderCacheSize(0);
    return http;
  }

  void start() throws IOException {
    try {
      server.start();
      if (Runtime.getRuntime().availableProcessors() == 1) {
        flushOnSelector();
      }
    } catch (IOException e) {
      stop();
      throw e;
    } catch (Exception e) {
      stop();
      throw new IOException(e);
    }
  }

  /** Delivers on the thread that selects; see {@link SelectorFlusher}. */
  void flushOnSelector() {
    connector.getSelectorManager().getContainedBeans(ManagedSelector.class).stream()
        .findFirst()
        .ifPresent(realtime.flusher()::runOn);
  }

  URI url(String path) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + connector.getLocalPort() + path);
  }

  void join() throws InterruptedException {
    server.join();
  }

  void stop() {
    try {
      realtime.shutdown().get(shutdownMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "the drain took too long; connections are cut");
    }
    realtime.flusher().runOn(null);
    try {
      server.stop();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "Jetty did not stop in order", e);
    }
  }
}
