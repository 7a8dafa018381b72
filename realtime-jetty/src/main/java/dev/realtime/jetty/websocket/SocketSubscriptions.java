package dev.realtime.jetty.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.core.loop.DeliveryGroup;
import dev.realtime.core.wire.ClientFrame;
import dev.realtime.core.wire.Problem;
import dev.realtime.core.wire.ServerFrame;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.Starts;
import dev.realtime.spi.AccessPolicy.Action;
import dev.realtime.spi.Bounds;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The channels subscribed on one socket; at most one subscription each.
 *
 * <p>Thread-safe; frames are handed in serially.
 */
final class SocketSubscriptions {
  private static final int MAX_CHANNELS = 200;

  private final Supplier<Caller> caller;
  private final SocketSink sink;
  private final Map<String, SocketSubscription> channels = new ConcurrentHashMap<>();

  private volatile boolean stopped;

  /** What was ended while a batch was on its way, until that is sent. */
  private final Map<String, CompletableFuture<Void>> falling = new ConcurrentHashMap<>();

  SocketSubscriptions(Supplier<Caller> caller, SocketSink sink) {
    this.caller = caller;
    this.sink = sink;
  }

  /** Begins, or moves the subscription of the channel to another place. */
  void subscribe(ClientFrame.Subscribe frame) {
    Start start;
    try {
      start = Starts.parse(frame.after());
    } catch (RejectedException e) {
      refuse(frame.channel(), e);
      return;
    }
    if (channels.size() >= MAX_CHANNELS && !channels.containsKey(frame.channel())) {
      refuse(frame.channel(), tooMany());
      return;
    }
    Caller now = caller.get();
    DeliveryGroup group = now.server().groups().group(frame.channel());
    SocketSubscription next = new SocketSubscription(group, sink, frame.window());
    SocketSubscription former = channels.put(frame.channel(), next);
    next.ended().thenRun(() -> channels.remove(frame.channel(), next));
    silence(frame.channel(), former)
        .thenCompose(silent -> now.require(Action.SUBSCRIBE, frame.channel()))
        .thenCompose(allowed -> group.log().resolve(start))
        .thenCombine(group.log().bounds(), (at, bounds) -> begin(next, at, bounds))
        .exceptionally(
            failure -> {
              next.stop();
              return refuse(frame.channel(), failure);
            });
    if (stopped) {
      next.stop();
    }
  }

  private static RejectedException tooMany() {
    return new RejectedException(
        ErrorCode.BAD_REQUEST, "a socket has at most " + MAX_CHANNELS + " channels; open another");
  }

  /** Ends a former subscription of a channel; completes when nothing more of any will be sent. */
  private CompletionStage<Void> silence(String channel, @Nullable SocketSubscription former) {
    CompletableFuture<Void> before =
        falling.getOrDefault(channel, CompletableFuture.completedFuture(null));
    if (former == null) {
      return before;
    }
    CompletableFuture<Void> silent =
        CompletableFuture.allOf(before, former.stop().toCompletableFuture());
    falling.put(channel, silent);
    silent.whenComplete((done, failure) -> falling.remove(channel, silent));
    return silent;
  }

  private static boolean begin(SocketSubscription next, Position at, Bounds bounds) {
    next.begin(at, bounds.head());
    return true;
  }

  private boolean refuse(String channel, Throwable failure) {
    Problem problem = Problem.of(Failures.causeOf(failure));
    sink.send(ServerFrame.failure("", channel, problem));
    return false;
  }

  void unsubscribe(String channel) {
    silence(channel, channels.remove(channel));
  }

  void acknowledge(ClientFrame.Ack ack) {
    SocketSubscription subscription = channels.get(ack.channel());
    if (subscription != null) {
      subscription.acknowledge(ack.position());
    }
  }

  /** The head of each channel. */
  CompletionStage<Map<String, Position>> heads() {
    Map<String, Position> heads = new ConcurrentHashMap<>();
    CompletableFuture<?>[] reads =
        channels.values().stream()
            .map(subscription -> subscription.group().log())
            .map(log -> log.bounds().thenAccept(b -> heads.put(log.channel(), b.head())))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(reads).thenApply(done -> heads);
  }

  void stop() {
    stopped = true;
    channels.values().forEach(SocketSubscription::stop);
  }
}
