package dev.realtime.testkit.history;

import java.time.Duration;
import java.util.Optional;

/**
 * The time that a subscription has to reach the head: from when it is there and publishers and
 * faults are over. Immutable.
 *
 * @param since nanoseconds of the clock of the history
 * @param limit empty if no time is judged
 */
record CatchUp(long since, Optional<Duration> limit) {
  private static final Duration ALLOWED = Duration.ofSeconds(10);

  static CatchUp of(
      SubscriptionHistory subscription, History history, Optional<Duration> backoffCap) {
    long quiet = history.quietSince(subscription.channel());
    return new CatchUp(Math.max(quiet, subscription.begun()), backoffCap.map(ALLOWED::plus));
  }

  /** Whether an event comes after the time is over. */
  boolean isOver(long t) {
    return limit.isPresent() && t > since && t - since > limit.get().toNanos();
  }

  /** How long after the beginning an event comes. */
  Duration at(long t) {
    return Duration.ofNanos(t - since);
  }

  /** The time, in words. */
  String allowed() {
    return limit.map(time -> "at most " + time).orElse("any time");
  }
}
