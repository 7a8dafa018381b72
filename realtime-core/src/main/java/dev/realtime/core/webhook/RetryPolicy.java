package dev.realtime.core.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a webhook waits before it is tried again: a delay that doubles from the first to the
 * longest, with up to half of it taken off at random. Immutable.
 *
 * @param min after the first failure, 1 s by default
 * @param max at most, 5 min by default
 * @param maxAge how long an endpoint may fail before its subscription is disabled, 120 h by default
 */
public record RetryPolicy(Duration min, Duration max, Duration maxAge) {
  /** The longest that an endpoint can ask to wait: 1 h. */
  static final Duration LONGEST_WISH = Duration.ofHours(1);

  /** 1 s, 5 min, 120 h. */
  public static RetryPolicy defaults() {
    return new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(5));
  }

  /** The delay after the n-th failure in a row, n from 1. */
  Duration delay(int failures, RandomGenerator random) {
    long bound = min.toNanos() << Math.min(Math.max(failures - 1, 0), 20);
    long delay = bound < 0 ? max.toNanos() : Math.min(bound, max.toNanos());
    return Duration.ofNanos(delay / 2 + random.nextLong(delay / 2 + 1));
  }

  /** The longer of that delay and the wish of the endpoint, which is cut at an hour. */
  Duration delay(int failures, Duration wish, RandomGenerator random) {
    Duration own = delay(failures, random);
    Duration asked = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    return own.compareTo(asked) > 0 ? own : asked;
  }
}
