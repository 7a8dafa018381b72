package dev.realtime.system;

import dev.realtime.Realtime;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.testkit.tck.FaultyLogEngine;
import dev.realtime.testkit.tck.RealtimeFixture;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clients of a server on one transport, over a memory log whose faults a test decides. */
final class NetworkFixture implements RealtimeFixture {
  private final Transport transport;
  private final FaultyLogEngine engine =
      new FaultyLogEngine(
          new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new SecureRandom()));
  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.webhook.allow-private", "true")
          .set("realtime.webhook.retry-min-delay", "10ms")
          .engine(engine)
          .start();
  private final List<RealtimeClient> clients = new ArrayList<>();

  NetworkFixture(Transport transport) {
    this.transport = transport;
  }

  @Override
  public synchronized Realtime open() {
    RealtimeClient client =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .set("realtime.short-polling.interval", "250ms")
            .set("realtime.retry.min-delay", "10ms")
            .set("realtime.retry.max-delay", "100ms")
            .set("realtime.webhook.callback-url", "http://127.0.0.1:0/hooks")
            .url(server.url().toString())
            .transport(transport)
            .connect();
    clients.add(client);
    return client;
  }

  @Override
  public List<Transport> transports() {
    List<Transport> all = new ArrayList<>(List.of(transport));
    for (Transport other : Transport.values()) {
      if (other != Transport.MEMORY && other != transport) {
        all.add(other);
      }
    }
    return all;
  }

  @Override
  public Optional<FaultyLogEngine> log() {
    return Optional.of(engine);
  }

  @Override
  public synchronized void close() {
    engine.release();
    clients.forEach(RealtimeClient::close);
    server.close();
  }
}
