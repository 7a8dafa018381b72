package dev.realtime.core.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often something happened lately. Confined to its owner. */
final class RecentTimes {
  private final Duration window;
  private final Deque<Instant> times = new ArrayDeque<>(1);

  RecentTimes(Duration window) {
    this.window = window;
  }

  /** Once more; how often that is within the window. */
  int add(Instant now) {
    times.add(now);
    return count(now);
  }

  /** How often it happened within the window. */
  int count(Instant now) {
    while (!times.isEmpty() && times.peek().isBefore(now.minus(window))) {
      times.remove();
    }
    return times.size();
  }
}
