package dev.realtime.spi;

import java.time.Duration;

/**
 * The only source of delays. With {@link java.time.Clock} it is the only source of time, so that
 * tests decide both.
 *
 * <p>Thread-safe.
 */
public interface Timers {
  /**
   * Runs a task once after a delay, on a thread that must not be blocked. A delay of more than 292
   * years, as {@link java.time.Instant#MAX} makes one, is for ever.
   *
   * @return cancels the task if it has not begun
   */
  Runnable schedule(Duration delay, Runnable task);

  /** Nanoseconds of a clock that never goes back; only differences mean something. */
  long nanoTime();
}
