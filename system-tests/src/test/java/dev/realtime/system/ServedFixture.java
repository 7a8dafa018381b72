package dev.realtime.system;

import dev.realtime.core.config.Configuration;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.testkit.tck.FaultyLogEngine;
import dev.realtime.testkit.tck.ServerFixture;
import java.net.URI;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server with short times over logs in memory. */
final class ServedFixture implements ServerFixture {
  private final FaultyLogEngine engine =
      new FaultyLogEngine(
          new MemoryLogEngine(
              Retention.defaults().withMaxBytes(64 << 20), Clock.systemUTC(), new Random(1)));
  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.heartbeat.interval", "200ms")
          .set("realtime.websocket.send-timeout", "1s")
          .set("realtime.webhook.allow-private", "true")
          .set("realtime.webhook.retry-min-delay", "10ms")
          .set("realtime.webhook.retry-max-delay", "50ms")
          .engine(engine)
          .start();

  @Override
  public URI url() {
    return server.url();
  }

  @Override
  public FaultyLogEngine engine() {
    return engine;
  }

  @Override
  public int open() {
    return ServerStatus.open(server);
  }

  @Override
  public CompletionStage<Void> drain() {
    return CompletableFuture.runAsync(server::close);
  }

  @Override
  public void close() {
    engine.release();
    server.close();
  }
}
