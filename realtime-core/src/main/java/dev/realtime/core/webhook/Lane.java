package dev.realtime.core.webhook;

import java.util.LinkedHashSet;
import java.util.Set;

/** The requests of one priority that wait for a token. Confined to its {@link LaneLimiter}. */
final class Lane {
  /** A lane that waits has one token of this many at least. */
  private static final int SHARE = 10;

  private final long threshold;

  /** In the order of asking; a set, so that a cancel does not search. */
  private final Set<Waiter> waiters = new LinkedHashSet<>();

  private int passedOver;

  /** A request, equal to itself alone. */
  static final class Waiter {
    private final Runnable granted;

    Waiter(Runnable granted) {
      this.granted = granted;
    }

    void grant() {
      granted.run();
    }
  }

  /**
   * A lane in which nobody waits.
   *
   * @param threshold the credit that it needs unless it is due
   */
  Lane(long threshold) {
    this.threshold = threshold;
  }

  long threshold() {
    return threshold;
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  boolean isOnlyOne() {
    return waiters.size() == 1;
  }

  /** Whether so many tokens went to others while it waited that the next one is its own. */
  boolean isDue() {
    return passedOver >= SHARE - 1;
  }

  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  /** Whether the waiter was there. */
  boolean remove(Waiter waiter) {
    boolean removed = waiters.remove(waiter);
    if (waiters.isEmpty()) {
      passedOver = 0;
    }
    return removed;
  }

  Waiter removeFirst() {
    Waiter first = waiters.iterator().next();
    remove(first);
    return first;
  }

  /** Tells of a token that a lane took. */
  void taken(boolean byThisLane) {
    passedOver = byThisLane || waiters.isEmpty() ? 0 : passedOver + 1;
  }

  @Override
  public String toString() {
    return Integer.toString(waiters.size());
  }
}
