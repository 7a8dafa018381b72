package dev.realtime.okhttp.call;

import dev.realtime.spi.Timers;
import java.time.Duration;

/**
 * Finds a peer silent: barks once when nothing was heard for a time, unless it rests (SPEC 4.11).
 *
 * <p>Thread-safe.
 */
public final class Watchdog {
  private final Timers timers;
  private final Runnable bark;
  private volatile long limitNanos;
  private volatile long heardAtNanos;
  private volatile boolean resting;
  private volatile boolean stopped;
  private Runnable cancel = () -> {};

  /** A watchdog that does not watch yet. */
  public Watchdog(Timers timers, Runnable bark) {
    this.timers = timers;
    this.bark = bark;
    this.heardAtNanos = timers.nanoTime();
  }

  /** Watches from now on, or with another limit. */
  public synchronized void watch(Duration limit) {
    limitNanos = limit.toNanos();
    heard();
    cancel.run();
    schedule(limitNanos);
  }

  private synchronized void schedule(long nanos) {
    if (!stopped) {
      cancel = timers.schedule(Duration.ofNanos(nanos), this::look);
    }
  }

  private void look() {
    long silence = timers.nanoTime() - heardAtNanos;
    if (stopped) {
      return;
    }
    if (resting) {
      schedule(limitNanos);
    } else if (silence < limitNanos) {
      schedule(limitNanos - silence);
    } else {
      stop();
      bark.run();
    }
  }

  /** Something was heard. */
  public void heard() {
    heardAtNanos = timers.nanoTime();
  }

  /** Nobody listens from now on, so silence means nothing. */
  public void rest() {
    resting = true;
  }

  /** Somebody listens again. */
  public void wake() {
    heard();
    resting = false;
  }

  /** Ends it. */
  public synchronized void stop() {
    stopped = true;
    cancel.run();
  }
}
