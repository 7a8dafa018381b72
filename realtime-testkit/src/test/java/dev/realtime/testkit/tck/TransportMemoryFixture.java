package dev.realtime.testkit.tck;

import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.local.LocalTransport;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.ClientTransport;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The transport within one process over a memory log, or what a test makes of it. */
final class TransportMemoryFixture implements TransportFixture {
  private final RealtimeThreads threads = new RealtimeThreads();
  private final MemoryLogEngine engine =
      new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1));
  private final DeliveryGroups groups = DeliveryGroups.of(engine, threads.flusher());
  private final List<String> channels = List.of("a/b", "c/d", "empty");
  private final ClientTransport transport;

  TransportMemoryFixture(UnaryOperator<ClientTransport> damage) {
    transport = damage.apply(new LocalTransport(groups));
  }

  @Override
  public ClientTransport transport() {
    return transport;
  }

  @Override
  public ChannelLog log(String channel) {
    return engine.open(channel);
  }

  @Override
  public List<String> held() {
    return channels.stream()
        .filter(channel -> groups.group(channel).waiting() > 0)
        .map(channel -> "a loop that waits at " + channel)
        .toList();
  }

  @Override
  public void close() {
    transport.close();
    engine.close();
    threads.close();
  }
}
