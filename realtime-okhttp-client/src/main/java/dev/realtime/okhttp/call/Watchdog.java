package dev.realtime.okhttp.call;

import dev.realtime.spi.Timers;
import java.time.Duration;

/**
 * Finds a peer silent: barks once when nothing was heard for a time, unless it rests (SPEC 4.11).
 *
 * <p>Thread-safe.
 */
public final class Watchdog {
  private static final double DEAD_AFTER_BEATS = 2.5;
  private static final long LONGEST_BEAT_MILLIS = Duration.ofDays(1).toMillis();

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

  /** Watches a peer that says it sends a heartbeat so often; goes on as before if it sends none. */
  public void watchBeats(long heartbeatMillis) {
    if (heartbeatMillis > 0) {
      long millis = Math.min(heartbeatMillis, LONGEST_BEAT_MILLIS);
      watch(Duration.ofMillis((long) (millis * DEAD_AFTER_BEATS)));
    }
  }

  /** Whether something was heard after a time. */
  public boolean hasHeardSince(long nanos) {
    return heardAtNanos - nanos > 0;
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
