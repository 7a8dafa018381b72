package dev.realtime.benchmarks;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The server under load: {@code BenchServer <port> [key=value …]}, each a configuration key without
 * {@code realtime.}. It also answers {@code GET /heap} with the bytes in use after a collection.
 *
 * <p>Heartbeats come every five minutes, because the sockets of the load runner answer no ping, and
 * nobody is cut off for a silence of less than ten, so that readers may stop and the publisher
 * rest.
 */
public final class BenchServer {
  private BenchServer() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    RealtimeServer.Builder builder =
        RealtimeServer.builder()
            .configuration(Configuration.builder())
            .port(Integer.parseInt(args[0]))
            .set("realtime.heartbeat.interval", "5m")
            .set("realtime.websocket.send-timeout", "10m")
            .also(new Heap());
    for (int i = 1; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      builder.set("realtime." + args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    try (RealtimeServer server = builder.start()) {
      System.out.println("listening on " + server.url());
      server.join();
    }
  }

  /**
   * Collects twice, so that what the first one only enqueued is gone too. It says that it does not
   * block, because one handler that may block makes Jetty hand every request to another thread.
   */
  private static final class Heap extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (!request.getHttpURI().getPath().equals("/heap")) {
        return false;
      }
      System.gc();
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      byte[] body = Long.toString(used).getBytes(StandardCharsets.US_ASCII);
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    }
  }
}
