package dev.realtime.jetty.websocket;

import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.core.loop.DeliveryGroup;
import dev.realtime.core.loop.DeliveryLoop;
import dev.realtime.core.loop.DeliveryMode;
import dev.realtime.core.wire.EncodedBatch;
import dev.realtime.core.wire.Problem;
import dev.realtime.core.wire.ServerFrame;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Outlet;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One channel on one socket: its loop, and the batches sent that are not acknowledged.
 *
 * <p>Thread-safe.
 */
final class SocketSubscription implements Outlet {
  private final DeliveryGroup group;
  private final SocketSink sink;
  private final int window;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Guards unacknowledged and room. */
  private final Object lock = new Object();

  private final ArrayDeque<Position> unacknowledged = new ArrayDeque<>();
  private @Nullable CompletableFuture<Void> room;
  private @Nullable DeliveryLoop loop;
  private boolean stopped;

  SocketSubscription(DeliveryGroup group, SocketSink sink, int window) {
    this.group = group;
    this.sink = sink;
    this.window = window;
  }

  DeliveryGroup group() {
    return group;
  }

  /** Tells the client and delivers what follows, unless it was stopped meanwhile. */
  void begin(Position at, Position head) {
    DeliveryLoop delivery = new DeliveryLoop(group, at, this, DeliveryMode.CONTINUOUS);
    synchronized (lock) {
      if (stopped) {
        return;
      }
      loop = delivery;
    }
    sink.send(ServerFrame.subscribed(group.log().channel(), at, head));
    delivery.run();
  }

  /** Completes when nothing more of it will be sent. */
  CompletionStage<Void> ended() {
    return ended;
  }

  /** Ends it; completes when nothing more of it will be sent. */
  CompletionStage<Void> stop() {
    DeliveryLoop running;
    CompletableFuture<Void> waiting;
    synchronized (lock) {
      stopped = true;
      running = loop;
      waiting = room;
    }
    if (running == null) {
      ended.complete(null);
    } else {
      running.end(new End.Gone());
      if (waiting != null) {
        waiting.complete(null);
      }
    }
    return ended;
  }

  /** The client handled the batch that ends at a position, and all before it. */
  void acknowledge(Position position) {
    CompletableFuture<Void> waiting = null;
    synchronized (lock) {
      if (!unacknowledged.contains(position)) {
        return;
      }
      while (!position.equals(unacknowledged.poll())) {
        // those before it
      }
      if (unacknowledged.size() < window) {
        waiting = room;
        room = null;
      }
    }
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  @Override
  public CompletionStage<Void> write(Batch batch) {
    // Before it is sent: its ack may come before the send returns.
    CompletableFuture<Void> full = window == 0 ? null : fill(batch.last());
    CompletionStage<Void> sent = sink.send(EncodedBatch.of(batch).frame());
    return full == null ? sent : CompletableFuture.allOf(sent.toCompletableFuture(), full);
  }

  /** Counts a batch; what completes when the window has room again, null if it has. */
  private @Nullable CompletableFuture<Void> fill(Position last) {
    synchronized (lock) {
      unacknowledged.add(last);
      if (unacknowledged.size() < window || stopped) {
        return null;
      }
      room = new CompletableFuture<>();
      return room;
    }
  }

  @Override
  public void end(End why) {
    if (why instanceof End.Told told) {
      Problem problem = Problem.of(RealtimeException.of(told.code(), "the log did not answer"));
      sink.send(ServerFrame.failure("", group.log().channel(), problem));
    }
    ended.complete(null);
  }
}
