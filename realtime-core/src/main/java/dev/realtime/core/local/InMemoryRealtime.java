package dev.realtime.core.local;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.Realtime;
import dev.realtime.RealtimeListener;
import dev.realtime.Transport;
import dev.realtime.core.channel.ChannelRealtime;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.channel.SubscribeDefaults;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.QueuedLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.loop.PublishLimits;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.spi.ClientTransport;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * A realtime within this process: a memory log and the memory transport.
 *
 * <p>Thread-safe. One that is not closed keeps its threads.
 */
public final class InMemoryRealtime implements Realtime {
  private final RealtimeThreads threads = new RealtimeThreads();
  private final QueuedLogEngine engine;
  private final LocalTransport transport;
  private final ChannelRealtime realtime;

  /** A realtime with a random source and a clock of the machine. */
  public InMemoryRealtime() {
    this(Retention.defaults(), Clock.systemUTC(), new SecureRandom(), RealtimeListener.NONE);
  }

  /** A realtime with everything given. The random source must be thread-safe. */
  public InMemoryRealtime(
      Retention retention, Clock clock, RandomGenerator random, RealtimeListener listener) {
    engine =
        new QueuedLogEngine(new MemoryLogEngine(retention, clock, random), threads.callbacks());
    transport = new LocalTransport(DeliveryGroups.of(engine, threads.flusher()));
    SubscriptionContext context =
        new SubscriptionContext(
            threads.callbacks(),
            threads.timers(),
            random,
            BackoffPolicy.defaults(),
            listener,
            this::transport);
    realtime =
        new ChannelRealtime(
            context,
            new LocalPublishTransport(engine),
            PublishLimits.defaults(),
            SubscribeDefaults.over(Transport.MEMORY));
  }

  private ClientTransport transport(Transport name) {
    if (name != transport.transport()) {
      throw new IllegalArgumentException(
          "an in-memory realtime has the transport memory alone, not " + name.configName());
    }
    return transport;
  }

  @Override
  public <T> Channel<T> channel(String name, Class<T> type) {
    return realtime.channel(name, type);
  }

  @Override
  public <T> Channel<T> channel(String name, Codec<T> codec) {
    return realtime.channel(name, codec);
  }

  @Override
  public void close() {
    realtime
        .end()
        .whenComplete(
            (done, failure) -> {
              transport.close();
              engine.close();
              threads.close();
            });
  }
}
