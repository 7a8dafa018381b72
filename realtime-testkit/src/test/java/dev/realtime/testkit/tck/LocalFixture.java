package dev.realtime.testkit.tck;

import dev.realtime.Realtime;
import dev.realtime.RealtimeListener;
import dev.realtime.Transport;
import dev.realtime.core.channel.ChannelRealtime;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.channel.SubscribeDefaults;
import dev.realtime.core.local.LocalPublishTransport;
import dev.realtime.core.local.LocalTransport;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.QueuedLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.loop.PublishLimits;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.LogEngine;
import dev.realtime.spi.PublishTransport;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Realtimes of one process over one memory log whose faults a test decides, with every part
 * replaceable by a wrong one.
 */
final class LocalFixture implements RealtimeFixture {
  /** What is replaced by a decorator; each does nothing by default. */
  record Parts(
      UnaryOperator<Realtime> realtime,
      UnaryOperator<PublishTransport> publishing,
      UnaryOperator<ClientTransport> transport,
      UnaryOperator<Executor> callbacks,
      UnaryOperator<Executor> flusher,
      PublishLimits limits,
      Function<LogEngine, Supplier<QueuedLogEngine>> queues) {
    static Parts right() {
      return new Parts(
          r -> r, p -> p, t -> t, e -> e, e -> e, PublishLimits.defaults(), Parts::oneQueue);
    }

    Parts withMaxMessageBytes(int value) {
      PublishLimits other = limits.withMaxMessageBytes(value);
      return new Parts(realtime, publishing, transport, callbacks, flusher, other, queues);
    }

    Parts withRealtime(UnaryOperator<Realtime> value) {
      return new Parts(value, publishing, transport, callbacks, flusher, limits, queues);
    }

    Parts withPublishing(UnaryOperator<PublishTransport> value) {
      return new Parts(realtime, value, transport, callbacks, flusher, limits, queues);
    }

    Parts withTransport(UnaryOperator<ClientTransport> value) {
      return new Parts(realtime, publishing, value, callbacks, flusher, limits, queues);
    }

    Parts withCallbacks(UnaryOperator<Executor> value) {
      return new Parts(realtime, publishing, transport, value, flusher, limits, queues);
    }

    Parts withFlusher(UnaryOperator<Executor> value) {
      return new Parts(realtime, publishing, transport, callbacks, value, limits, queues);
    }

    /** What a realtime publishes through, made anew for each that is opened. */
    Parts withQueues(Function<LogEngine, Supplier<QueuedLogEngine>> value) {
      return new Parts(realtime, publishing, transport, callbacks, flusher, limits, value);
    }

    private static Supplier<QueuedLogEngine> oneQueue(LogEngine engine) {
      QueuedLogEngine queued = new QueuedLogEngine(engine, Runnable::run);
      return () -> queued;
    }
  }

  private static final Duration QUICK = Duration.ofMillis(1);

  private final SecureRandom random = new SecureRandom();
  private final RealtimeThreads threads = new RealtimeThreads();
  private final FaultyLogEngine engine =
      new FaultyLogEngine(new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), random));
  private final Parts parts;
  private final ClientTransport transport;
  private final Supplier<QueuedLogEngine> queues;
  private final List<ChannelRealtime> opened = new ArrayList<>();

  LocalFixture(Parts parts) {
    this.parts = parts;
    queues = parts.queues().apply(engine);
    DeliveryGroups groups = DeliveryGroups.of(engine, parts.flusher().apply(threads.flusher()));
    transport = parts.transport().apply(new LocalTransport(groups));
  }

  @Override
  public synchronized Realtime open() {
    SubscriptionContext context =
        new SubscriptionContext(
            parts.callbacks().apply(threads.callbacks()),
            threads.timers(),
            random,
            new BackoffPolicy(QUICK, QUICK, QUICK),
            RealtimeListener.NONE,
            name -> transport);
    PublishTransport publishing = parts.publishing().apply(new LocalPublishTransport(queues.get()));
    ChannelRealtime realtime =
        new ChannelRealtime(
            context, publishing, parts.limits(), SubscribeDefaults.over(Transport.MEMORY));
    opened.add(realtime);
    return parts.realtime().apply(realtime);
  }

  @Override
  public List<Transport> transports() {
    return List.of(Transport.MEMORY);
  }

  @Override
  public Optional<FaultyLogEngine> log() {
    return Optional.of(engine);
  }

  @Override
  public synchronized void close() {
    engine.release();
    List<ChannelRealtime> all = List.copyOf(opened);
    all.forEach(ChannelRealtime::end);
    transport.close();
    engine.close();
    threads.close();
  }
}
