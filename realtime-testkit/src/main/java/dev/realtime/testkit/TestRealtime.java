package dev.realtime.testkit;

import dev.realtime.Realtime;
import dev.realtime.Transport;
import dev.realtime.spi.RealtimeClientProvider;
import dev.realtime.spi.RealtimeServerProvider;
import dev.realtime.spi.RealtimeServerProvider.RunningServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A realtime of one test, with the server and the proxy behind it. */
record TestRealtime(
    Realtime realtime,
    RealtimeProbe probe,
    Optional<FaultProxy> proxy,
    Optional<RunningServer> server)
    implements AutoCloseable {
  /** Fast enough for tests, whatever the transport; what the test sets wins. */
  private static final Map<String, String> QUICK =
      Map.of(
          "realtime.short-polling.interval", "250ms",
          "realtime.retry.min-delay", "20ms",
          "realtime.retry.max-delay", "500ms",
          "realtime.heartbeat.interval", "1s",
          "realtime.webhook.callback-url", "http://127.0.0.1:0/hooks",
          "realtime.webhook.allow-private", "true",
          "realtime.webhook.retry-min-delay", "20ms");

  static TestRealtime start(Transport transport, Map<String, String> properties) {
    if (transport == Transport.MEMORY) {
      Realtime realtime = Realtime.inMemory();
      return new TestRealtime(
          realtime, new RealtimeProbe(realtime), Optional.empty(), Optional.empty());
    }
    Map<String, String> values = new LinkedHashMap<>(QUICK);
    values.putAll(properties);
    RunningServer server = RealtimeServerProvider.load().start(values);
    URI url = server.url();
    FaultProxy proxy =
        FaultProxy.to(new InetSocketAddress(url.getHost(), url.getPort()), System.nanoTime());
    URI through = URI.create("http://127.0.0.1:" + proxy.port() + url.getPath());
    Realtime client = RealtimeClientProvider.load().connect(through, transport, values);
    return new TestRealtime(
        client, new RealtimeProbe(client), Optional.of(proxy), Optional.of(server));
  }

  @Override
  public void close() {
    realtime.close();
    proxy.ifPresent(FaultProxy::close);
    server.ifPresent(RunningServer::close);
  }
}
