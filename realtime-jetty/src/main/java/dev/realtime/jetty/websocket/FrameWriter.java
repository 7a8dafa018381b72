package dev.realtime.jetty.websocket;

import dev.realtime.spi.Timers;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritePendingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way to one peer: written to the end point in the order they came, one write at a
 * time; those that came during a write go out together in the next.
 *
 * <p>Thread-safe.
 */
final class FrameWriter implements Callback {
  /*
   * Who sets `current` from null owns the end point and writes until nothing waits. A write that
   * completes within its call is a turn of the loop in `flush`; one that completes later continues
   * the loop on the thread that completes it. So completions never recurse.
   *
   * This goes past the flushers of websocket-core, which cost a fifth of a delivery. Jetty writes
   * close frames by itself: `finish` hands it the end point in order. Only when it finds the peer
   * in error may the two meet; then one of them gets a WritePendingException, and the connection
   * ends with or without its close frame.
   */
  private static final int MAX_WAITING = 512;

  private final EndPoint endPoint;
  private final Runnable abort;
  private final StallWatch watch;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.DONE);

  /** Guards all below; never held during a write or a completion. */
  private final Object lock = new Object();

  private @Nullable Write current;
  private @Nullable Write firstWaiting;
  private @Nullable Write lastWaiting;
  private int waiting;
  private long taken;
  private boolean finished;
  private @Nullable Runnable afterLast;

  /** How far the write of {@code current} is. */
  private enum Phase {
    CALLING,
    PENDING,
    DONE
  }

  /** What becomes of a new frame. */
  private enum Place {
    FIRST,
    WAITING,
    REFUSED,
    ONE_TOO_MANY
  }

  /** A frame, and the next of those that are written together with it. */
  private static final class Write extends CompletableFuture<Void> {
    private final ByteBuffer frame;
    private final int size;
    private @Nullable Write next;

    Write(ByteBuffer frame) {
      this.frame = frame;
      this.size = frame.remaining();
    }
  }

  /**
   * A writer that owns the writing side of an end point until {@link #finish}.
   *
   * @param patience how long the peer may take nothing while something is on its way to it
   * @param abort cuts the connection; called when a write failed, when the patience is over and
   *     when too many frames wait
   */
  FrameWriter(EndPoint endPoint, Timers timers, Duration patience, Runnable abort) {
    this.endPoint = endPoint;
    this.abort = abort;
    this.watch = new StallWatch(timers, patience, this::bytesTaken, abort);
  }

  /** Writes a frame; completes when the network took it. */
  CompletionStage<Void> write(ByteBuffer frame) {
    Write write = new Write(frame);
    switch (place(write)) {
      case FIRST -> flush(write);
      case WAITING -> {}
      case REFUSED -> write.completeExceptionally(new ClosedChannelException());
      case ONE_TOO_MANY -> abort.run();
    }
    return write;
  }

  private Place place(Write write) {
    synchronized (lock) {
      if (finished) {
        return Place.REFUSED;
      }
      if (current == null) {
        current = write;
        return Place.FIRST;
      }
      if (lastWaiting == null) {
        firstWaiting = write;
      } else {
        lastWaiting.next = write;
      }
      lastWaiting = write;
      return ++waiting > MAX_WAITING ? Place.ONE_TOO_MANY : Place.WAITING;
    }
  }

  /** Whether something is on its way. */
  boolean isWriting() {
    synchronized (lock) {
      return current != null;
    }
  }

  /** Takes no more frames, and leaves the end point to others when the last is written. */
  void finish(Runnable then) {
    synchronized (lock) {
      finished = true;
      if (current != null) {
        Runnable former = afterLast;
        afterLast = former == null ? then : () -> runBoth(former, then);
        return;
      }
    }
    then.run();
  }

  private static void runBoth(Runnable first, Runnable second) {
    first.run();
    second.run();
  }

  /** Watches no more: the connection is closed. */
  void stop() {
    watch.stop();
  }

  private void flush(Write first) {
    Write now = first;
    while (now != null) {
      phase.set(Phase.CALLING);
      try {
        endPoint.write(this, frames(now));
      } catch (WritePendingException e) {
        fail(e);
        return;
      }
      if (phase.compareAndSet(Phase.CALLING, Phase.PENDING)) {
        watch.begin();
        return;
      }
      now = written(now);
    }
  }

  private static ByteBuffer[] frames(Write first) {
    if (first.next == null) {
      return new ByteBuffer[] {first.frame};
    }
    List<ByteBuffer> frames = new ArrayList<>();
    for (Write write = first; write != null; write = write.next) {
      frames.add(write.frame);
    }
    return frames.toArray(ByteBuffer[]::new);
  }

  /** Completes what was written; the next, null if nothing waits. */
  private @Nullable Write written(@Nullable Write done) {
    Write next;
    Runnable last = null;
    synchronized (lock) {
      for (Write write = done; write != null; write = write.next) {
        taken += write.size;
      }
      next = firstWaiting;
      firstWaiting = null;
      lastWaiting = null;
      waiting = 0;
      current = next;
      if (next == null) {
        last = afterLast;
        afterLast = null;
      }
    }
    for (Write write = done; write != null; write = write.next) {
      write.complete(null);
    }
    if (last != null) {
      last.run();
    }
    return next;
  }

  @Override
  public void succeeded() {
    if (phase.getAndSet(Phase.DONE) == Phase.PENDING) {
      Write next = written(current());
      if (next != null) {
        flush(next);
      }
    }
  }

  private @Nullable Write current() {
    synchronized (lock) {
      return current;
    }
  }

  @Override
  public void failed(Throwable failure) {
    fail(failure);
    abort.run();
    phase.set(Phase.DONE);
  }

  private void fail(Throwable failure) {
    Write lost;
    Write unsent;
    synchronized (lock) {
      finished = true;
      lost = current;
      unsent = firstWaiting;
      firstWaiting = null;
      lastWaiting = null;
    }
    for (Write write = lost; write != null; write = write.next) {
      write.completeExceptionally(failure);
    }
    for (Write write = unsent; write != null; write = write.next) {
      write.completeExceptionally(failure);
    }
    written(null);
  }

  private long bytesTaken() {
    synchronized (lock) {
      if (current == null) {
        return StallWatch.IDLE;
      }
      long bytes = taken;
      for (Write write = current; write != null; write = write.next) {
        bytes += write.size - write.frame.remaining();
      }
      return bytes;
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
