package dev.realtime.core.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The delays between attempts: full jitter below a bound that doubles from a base to a cap, and
 * starts again at the base after a time without a loss (SPEC 4.10). A wish of the peer wins.
 *
 * <p>Confined to the serial executor of its owner.
 */
public final class Backoff {
  private final BackoffPolicy policy;
  private final RandomGenerator random;
  private int losses;
  private long lastLossNanos;

  /** A backoff that has seen no loss. */
  public Backoff(BackoffPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /**
   * The delay after a loss.
   *
   * @param nowNanos the monotonic time of the loss
   * @param retryAfter what the peer asked for, which the delay is never below
   */
  public Duration afterLoss(long nowNanos, Optional<Duration> retryAfter) {
    if (losses > 0 && nowNanos - lastLossNanos > policy.resetAfter().toNanos()) {
      losses = 0;
    }
    lastLossNanos = nowNanos;
    Duration jittered = Duration.ofNanos(random.nextLong(boundNanos(losses++) + 1));
    return retryAfter.filter(wish -> wish.compareTo(jittered) > 0).orElse(jittered);
  }

  private long boundNanos(int doublings) {
    int shift = Math.min(doublings, 20);
    long base = policy.base().toNanos();
    long cap = policy.cap().toNanos();
    return base <= cap >> shift ? base << shift : cap;
  }
}
