package dev.realtime.jetty.websocket;

import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Finds a peer that takes nothing: looks now and then whether anything has moved. There is at most
 * one timer, and none for a peer that takes what it is given at once.
 *
 * <p>Thread-safe.
 */
final class StallWatch {
  /** What the progress is while nothing is on its way. */
  static final long IDLE = -1;

  private final Timers timers;
  private final Duration patience;
  private final LongSupplier progress;
  private final Runnable stalled;
  private boolean watching;
  private boolean stopped;
  private long seen;
  private Runnable cancel = () -> {};

  /**
   * A watch that rests.
   *
   * @param progress bytes that the peer has taken so far, {@link #IDLE} if it has all
   * @param stalled called when the peer took nothing for {@code patience}, within twice that
   */
  StallWatch(Timers timers, Duration patience, LongSupplier progress, Runnable stalled) {
    this.timers = timers;
    this.patience = patience;
    this.progress = progress;
    this.stalled = stalled;
  }

  /** Something is on its way. */
  synchronized void begin() {
    if (!watching && !stopped) {
      watching = true;
      seen = progress.getAsLong();
      cancel = timers.schedule(patience, this::look);
    }
  }

  /** Watches no more. */
  synchronized void stop() {
    stopped = true;
    cancel.run();
  }

  private void look() {
    if (isStalled()) {
      stalled.run();
    }
  }

  private synchronized boolean isStalled() {
    long now = progress.getAsLong();
    if (stopped || now == IDLE) {
      watching = false;
      return false;
    }
    if (now == seen) {
      return true;
    }
    seen = now;
    cancel = timers.schedule(patience, this::look);
    return false;
  }
}
