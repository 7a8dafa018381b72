package dev.realtime.core.log;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * When to look for what is idle among things that are kept by channel: whenever as many more have
 * come. Names that nobody uses any more do not add up, and a thing costs one look; no timer is
 * needed.
 *
 * <p>Thread-safe.
 */
public final class IdleSweep {
  /** So many may be idle before one looks for them. */
  private static final int MIN = 1_024;

  private final AtomicInteger above = new AtomicInteger(MIN);

  /** A sweep of things that are few yet. */
  public IdleSweep() {}

  /**
   * Takes out what is idle if there are many more than the last time. To be called before one is
   * added.
   *
   * @param retire ends a thing that is idle; false if it is not
   */
  public <V> void sweep(Map<String, V> things, Predicate<V> retire) {
    int limit = above.get();
    // Whoever moves the limit sweeps.
    if (things.size() > limit && above.compareAndSet(limit, Integer.MAX_VALUE)) {
      try {
        things.values().removeIf(retire);
      } finally {
        above.set(Math.max(MIN, 2 * things.size()));
      }
    }
  }
}
