package dev.realtime.core.channel;

import dev.realtime.Codec;
import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.core.loop.Backoff;
import dev.realtime.core.loop.PublishLimits;
import dev.realtime.core.loop.PublishLoop;
import dev.realtime.core.loop.SerialExecutor;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.loop.SubscriptionLoop;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.PublishTransport;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The subscriptions and publishers of one realtime, so that closing it closes them.
 *
 * <p>Thread-safe.
 */
final class ChannelLoops {
  private final SubscriptionContext context;
  private final PublishTransport publishing;
  private final PublishLimits limits;
  private final SubscribeDefaults defaults;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final Set<PublishLoop> publishers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ChannelLoops(
      SubscriptionContext context,
      PublishTransport publishing,
      PublishLimits limits,
      SubscribeDefaults defaults) {
    this.context = context;
    this.publishing = publishing;
    this.limits = limits;
    this.defaults = defaults;
  }

  <T> Subscription subscribe(
      String channel, Codec<T> codec, SubscribeOptions options, Subscriber<T> subscriber) {
    SubscribeOptions complete = defaults.complete(options);
    ClientTransport transport = context.transports().apply(complete.transport().orElseThrow());
    SubscriptionLoop<T> loop =
        new SubscriptionLoop<>(channel, codec, complete, subscriber, transport, context);
    register(loop);
    loop.closed().thenRun(() -> subscriptions.remove(loop));
    loop.start();
    return loop;
  }

  /** Either {@link #close} sees it, or it is refused. */
  private void register(Subscription loop) {
    synchronized (subscriptions) {
      if (closed) {
        throw new RejectedException(ErrorCode.CLOSED, "this realtime is closed");
      }
      subscriptions.add(loop);
    }
  }

  PublishLoop publisher(String channel) {
    return register(channel, this::randomProducer);
  }

  PublishLoop publisher(String channel, String producer) {
    if (!producer.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "a producer id has 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    List<String> given = new ArrayList<>(List.of(producer));
    PublishLoop loop =
        register(channel, () -> given.isEmpty() ? randomProducer() : given.remove(0));
    loop.awaitNextSequence();
    return loop;
  }

  private PublishLoop register(String channel, Supplier<String> producerIds) {
    Backoff backoff = new Backoff(context.backoff(), context.random());
    PublishLoop loop =
        new PublishLoop(
            channel,
            publishing,
            limits,
            new SerialExecutor(context.executor()),
            context.timers(),
            producerIds,
            n -> backoff.afterLoss(context.timers().nanoTime(), Optional.empty()));
    publishers.add(loop);
    if (closed) {
      close(loop);
    }
    return loop;
  }

  void close(PublishLoop loop) {
    publishers.remove(loop);
    loop.close();
  }

  private String randomProducer() {
    byte[] id = new byte[12];
    context.random().nextBytes(id);
    return "p" + HexFormat.of().formatHex(id);
  }

  /**
   * Ends everything; completes when the last onClosed returned and the last publish is answered.
   */
  CompletionStage<Void> close() {
    synchronized (subscriptions) {
      closed = true;
    }
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (PublishLoop publisher : publishers) {
      close(publisher);
      ends.add(publisher.closed().toCompletableFuture());
    }
    for (Subscription subscription : subscriptions) {
      subscription.close();
      ends.add(subscription.closed().toCompletableFuture());
    }
    return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
  }
}
