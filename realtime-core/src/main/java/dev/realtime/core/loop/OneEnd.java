package dev.realtime.core.loop;

import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Inlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An inlet that hears of the end exactly once and of nothing after it, whichever threads end the
 * exchange (SPEC 4.3).
 *
 * <p>Thread-safe; the lock is not held while the inlet is called.
 */
public final class OneEnd implements Inlet {
  /*
   * An end that comes while another thread is inside a call waits for it in `reason`, and that
   * thread tells it when the call has returned; what begins after the end is left out.
   */
  private final Inlet inlet;
  private final Object lock = new Object();

  /** How many calls are inside the inlet; guarded by lock. */
  private int inside;

  /** Why it ends, once that is decided; guarded by lock. */
  private @Nullable EndReason reason;

  /** Guards an inlet. */
  public OneEnd(Inlet inlet) {
    this.inlet = inlet;
  }

  /** Whether the end is decided. */
  public boolean isEnded() {
    synchronized (lock) {
      return reason != null;
    }
  }

  @Override
  public void onOpen(Position at, Position head) {
    if (enter()) {
      try {
        inlet.onOpen(at, head);
      } finally {
        leave();
      }
    }
  }

  @Override
  public CompletionStage<Void> onBatch(Batch batch) {
    if (!enter()) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      return inlet.onBatch(batch);
    } finally {
      leave();
    }
  }

  @Override
  public void onHead(Position head) {
    if (enter()) {
      try {
        inlet.onHead(head);
      } finally {
        leave();
      }
    }
  }

  @Override
  public void onEnd(EndReason why) {
    synchronized (lock) {
      if (reason != null) {
        return;
      }
      reason = why;
      if (inside > 0) {
        return;
      }
    }
    inlet.onEnd(why);
  }

  private boolean enter() {
    synchronized (lock) {
      if (reason != null) {
        return false;
      }
      inside++;
      return true;
    }
  }

  private void leave() {
    EndReason decided;
    synchronized (lock) {
      if (--inside > 0) {
        return;
      }
      decided = reason;
    }
    if (decided != null) {
      inlet.onEnd(decided);
    }
  }
}
