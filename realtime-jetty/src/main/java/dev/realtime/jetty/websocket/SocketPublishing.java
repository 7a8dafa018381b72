package dev.realtime.jetty.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.UnavailableException;
import dev.realtime.core.wire.ClientFrame;
import dev.realtime.core.wire.Problem;
import dev.realtime.core.wire.ServerFrame;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.publish.Appender;
import dev.realtime.spi.AppendResult.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is published on one socket: the appends of a channel one after the other, the answers as
 * they come.
 *
 * <p>Thread-safe; frames are handed in serially.
 */
final class SocketPublishing {
  private static final int MAX_IN_FLIGHT = 64;
  private static final Duration COOL_DOWN = Duration.ofMillis(100);

  private final Supplier<Caller> caller;
  private final SocketSink sink;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Map<String, CompletableFuture<?>> lastOf = new ConcurrentHashMap<>();

  SocketPublishing(Supplier<Caller> caller, SocketSink sink) {
    this.caller = caller;
    this.sink = sink;
  }

  void publish(ClientFrame.Publish frame) {
    if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
      answer(frame, null, tooMany());
      return;
    }
    CompletableFuture<?> former =
        lastOf.getOrDefault(frame.channel(), CompletableFuture.completedFuture(null));
    CompletableFuture<List<Run>> append =
        former
            .handle((done, failure) -> frame)
            .thenCompose(next -> Appender.append(caller.get(), next.channel(), next.messages()));
    if (!append.isDone()) {
      lastOf.put(frame.channel(), append);
    }
    append.whenComplete(
        (runs, failure) -> {
          lastOf.remove(frame.channel(), append);
          answer(frame, runs, failure);
        });
  }

  private void answer(
      ClientFrame.Publish frame, @Nullable List<Run> runs, @Nullable Throwable failure) {
    inFlight.decrementAndGet();
    if (runs != null) {
      sink.send(ServerFrame.published(frame.ref(), frame.channel(), runs));
    } else {
      Throwable cause = failure == null ? tooMany() : failure;
      Problem problem = Problem.of(Failures.causeOf(cause));
      sink.send(ServerFrame.failure(frame.ref(), frame.channel(), problem));
    }
  }

  private static UnavailableException tooMany() {
    return new UnavailableException(
        ErrorCode.RATE_LIMITED,
        MAX_IN_FLIGHT + " publishes are in flight on this socket",
        COOL_DOWN,
        false,
        null);
  }
}
