package dev.realtime.okhttp.websocket;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.loop.OneEnd;
import dev.realtime.core.wire.ClientFrame;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One channel on one socket. The reader of the socket hands batches in and never waits: at most
 * {@link #WINDOW} of them are held, more is an error of the server.
 *
 * <p>Thread-safe.
 */
final class SocketExchange implements Exchange {
  /** Batches that the server may send before the first is acknowledged. */
  static final int WINDOW = 2;

  private final String channel;
  private final Start from;
  private final OneEnd inlet;
  private final Consumer<SocketExchange> over;
  private volatile @Nullable SocketConnection connection;

  /** Guards the fields below. */
  private final Object lock = new Object();

  private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
  private boolean subscribed;
  private boolean handling;

  SocketExchange(String channel, Start from, Inlet inlet, Consumer<SocketExchange> over) {
    this.channel = channel;
    this.from = from;
    this.over = over;
    this.inlet = new OneEnd(inlet);
  }

  String channel() {
    return channel;
  }

  byte[] subscribeFrame() {
    return ClientFrame.subscribe(channel, from.toString(), WINDOW);
  }

  /** The socket that carries the exchange. */
  void on(SocketConnection socket) {
    connection = socket;
    if (inlet.isEnded()) {
      over.accept(this);
      socket.leave(this);
    }
  }

  void subscribed(Position at, Position head) {
    synchronized (lock) {
      subscribed = true;
    }
    inlet.onOpen(at, head);
  }

  /** Whether what comes is of this exchange and no longer of a former one on the socket. */
  boolean isSubscribed() {
    synchronized (lock) {
      return subscribed;
    }
  }

  void heartbeat(Position head) {
    boolean rests;
    synchronized (lock) {
      rests = handling || !subscribed;
    }
    if (!rests) {
      inlet.onHead(head);
    }
  }

  /** Takes a batch; those of a former subscription on the socket are dropped. */
  void batch(Batch batch) {
    boolean tooMany;
    synchronized (lock) {
      if (!subscribed || inlet.isEnded()) {
        return;
      }
      tooMany = handling && waiting.size() >= WINDOW;
      if (!tooMany) {
        waiting.add(batch);
        if (handling) {
          return;
        }
        handling = true;
      }
    }
    if (tooMany) {
      leave(EndReason.lost("the server sent more than the window"));
    } else {
      handleWaiting();
    }
  }

  private void handleWaiting() {
    while (true) {
      Batch next;
      synchronized (lock) {
        next = waiting.poll();
        if (next == null) {
          handling = false;
          return;
        }
      }
      var done = inlet.onBatch(next).toCompletableFuture();
      if (!done.isDone()) {
        Batch handled = next;
        done.whenComplete(
            (nothing, failure) -> {
              acknowledge(handled);
              handleWaiting();
            });
        return;
      }
      acknowledge(next);
    }
  }

  private void acknowledge(Batch batch) {
    SocketConnection socket = connection;
    if (socket != null && !inlet.isEnded()) {
      socket.send(ClientFrame.ack(channel, batch.last()));
    }
  }

  void end(EndReason reason) {
    over.accept(this);
    inlet.onEnd(reason);
  }

  @Override
  public void cancel() {
    leave(EndReason.completed());
  }

  private void leave(EndReason reason) {
    end(reason);
    SocketConnection socket = connection;
    if (socket != null) {
      socket.leave(this);
    }
  }
}
