package dev.realtime.core.webhook;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * A bucket of tokens that fills with time, full at first. Confined to its {@link LaneLimiter}.
 *
 * <p>Credit is counted in whole eighths of the nanosecond at the full rate, so that nothing is
 * rounded however often the bucket is filled, also at an eighth of the rate.
 */
final class TokenBucket {
  static final double MIN_RATE = 0.001;
  static final double MAX_RATE = 1_000_000;
  static final int MAX_BURST = 100_000;

  private static final int MAX_HALVINGS = 3;
  private static final int FULL_STEP = 1 << MAX_HALVINGS;
  private static final double UNITS_PER_SECOND = 1e9 * FULL_STEP;

  private final long cost;
  private final long capacity;

  /** When each halving ends, the next first; times are compared by their difference. */
  private final PriorityQueue<Long> halvings =
      new PriorityQueue<>((one, other) -> Long.signum(one - other));

  private long now;
  private long credit;

  TokenBucket(double ratePerSecond, int burst, long now) {
    if (!(ratePerSecond >= MIN_RATE && ratePerSecond <= MAX_RATE)) {
      throw new IllegalArgumentException(
          "a rate is " + MIN_RATE + " to " + MAX_RATE + " a second, but " + ratePerSecond);
    }
    if (burst < 1 || burst > MAX_BURST) {
      throw new IllegalArgumentException("a burst is 1 to " + MAX_BURST + ", but " + burst);
    }
    this.cost = (long) Math.ceil(UNITS_PER_SECOND / ratePerSecond);
    this.capacity = cost * burst;
    this.credit = capacity;
    this.now = now;
  }

  /** The credit of one token. */
  long token() {
    return cost;
  }

  /** The least credit above a reserve in tenths of the burst, and at least a token. */
  long above(int tenths) {
    return Math.max(cost, capacity / 10 * tenths + 1);
  }

  boolean holds(long wanted) {
    return credit >= wanted;
  }

  void take() {
    credit -= cost;
  }

  /** Adds what came in until a time. */
  void fill(long until) {
    for (Long end = halvings.peek(); end != null && end - until <= 0; end = halvings.peek()) {
      accrue(end);
      halvings.remove();
    }
    accrue(until);
  }

  private void accrue(long until) {
    long elapsed = Math.min(Math.max(0, until - now), capacity);
    credit = Math.min(capacity, credit + elapsed * step());
    now += Math.max(0, until - now);
  }

  private long step() {
    return FULL_STEP >> halvings.size();
  }

  /** When the credit is there, or when the rate changes if that is before. */
  long momentOf(long wanted) {
    long missing = Math.max(0, wanted - credit);
    long wait = (missing + step() - 1) / step();
    Long end = halvings.peek();
    return now + (end == null ? wait : Math.min(wait, end - now));
  }

  /** Halves the rate from the last filling on. */
  void halve(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("a rate is halved for some time, not for " + time);
    }
    if (halvings.size() == MAX_HALVINGS) {
      halvings.remove();
    }
    halvings.add(now + time.toNanos());
  }

  @Override
  public String toString() {
    return "TokenBucket[" + credit / cost + " of " + capacity / cost + "]";
  }
}
