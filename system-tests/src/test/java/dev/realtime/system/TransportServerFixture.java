package dev.realtime.system;

import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.LogEngine;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.tck.RecordingInlet;
import dev.realtime.testkit.tck.TransportFaultFixture;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport of the client, a proxy, and servers over one memory of logs. */
final class TransportServerFixture implements TransportFaultFixture {
  private static final Duration HEARTBEAT = Duration.ofMillis(200);

  private final SharedEngine engine =
      new SharedEngine(new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1)));
  private final List<RealtimeServer> servers = new ArrayList<>();
  private final FaultProxy proxy;
  private final TransportClient client;
  private final Transport kind;
  private int reached;

  TransportServerFixture(Transport kind) {
    this.kind = kind;
    servers.add(start());
    proxy = FaultProxy.to(addressOf(servers.get(0)), 1);
    client = new TransportClient(kind, proxy.port());
  }

  private RealtimeServer start() {
    return RealtimeServer.builder()
        .configuration(Configuration.builder())
        .port(0)
        .set("realtime.heartbeat.interval", HEARTBEAT.toMillis() + "ms")
        .set("realtime.webhook.allow-private", "true")
        .set("realtime.webhook.retry-min-delay", "10ms")
        .engine(engine)
        .start();
  }

  private static InetSocketAddress addressOf(RealtimeServer server) {
    return new InetSocketAddress("localhost", server.port());
  }

  @Override
  public ClientTransport transport() {
    return client.transport();
  }

  @Override
  public ChannelLog log(String channel) {
    return engine.open(channel);
  }

  @Override
  public FaultProxy proxy() {
    return proxy;
  }

  @Override
  public Duration heartbeat() {
    return HEARTBEAT;
  }

  @Override
  public Duration silence() {
    return switch (kind) {
      case SHORT_POLLING -> TransportClient.REQUEST_TIMEOUT;
      case LONG_POLLING -> TransportClient.REQUEST_TIMEOUT.plus(TransportClient.WAIT);
      default -> HEARTBEAT.multipliedBy(5).dividedBy(2);
    };
  }

  @Override
  public Exchange openAndWait(String channel, RecordingInlet inlet) {
    Start head = Start.after(log(channel).bounds().toCompletableFuture().join().head());
    if (kind == Transport.SHORT_POLLING) {
      return client.transport().open(channel, head, inlet);
    }
    int open = openOnServer() + 1;
    Exchange exchange = client.transport().open(channel, head, inlet);
    if (kind != Transport.LONG_POLLING) {
      inlet.awaitOpen();
    }
    long end = System.nanoTime() + RecordingInlet.CAP.toNanos();
    while (openOnServer() < open && inlet.ends().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return exchange;
  }

  /** How many exchanges the server says are open: parked polls, streams or sockets. */
  int openOnServer() {
    return ServerStatus.open(servers.get(reached));
  }

  @Override
  public void useNode(int number) {
    while (servers.size() <= number) {
      servers.add(start());
    }
    reached = number;
    proxy.redirect(addressOf(servers.get(number)));
    proxy.cutAll();
  }

  @Override
  public CompletionStage<Void> drain() {
    return CompletableFuture.runAsync(servers.get(reached)::close);
  }

  @Override
  public List<String> held() {
    return client.held();
  }

  @Override
  public void close() {
    client.close();
    proxy.close();
    servers.forEach(RealtimeServer::close);
  }

  /** An engine that outlives the servers over it. */
  private record SharedEngine(LogEngine engine) implements LogEngine {
    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public ChannelLog open(String channel) {
      return engine.open(channel);
    }

    @Override
    public int channels() {
      return engine.channels();
    }

    @Override
    public void close() {}
  }
}
