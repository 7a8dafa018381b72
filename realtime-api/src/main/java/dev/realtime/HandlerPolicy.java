package dev.realtime;

import java.time.Duration;

/**
 * What happens when a subscriber throws, or a payload cannot be decoded: the same entry is given
 * again {@code maxRetries} times, with a delay that doubles from {@code minDelay} to {@code
 * maxDelay}, and then {@code then} decides. Nothing is ever left out silently.
 *
 * @param maxRetries 0 or more; 5 by default
 * @param minDelay the first delay, 100 ms by default
 * @param maxDelay the longest delay, 10 s by default
 * @param then what ends the retries, {@link Then#STOP} by default
 */
public record HandlerPolicy(int maxRetries, Duration minDelay, Duration maxDelay, Then then) {
  /** What ends the retries. */
  public enum Then {
    /** The subscription closes with {@link ErrorCode#HANDLER_FAILED} or {@link ErrorCode#CODEC}. */
    STOP,
    /** The entry is given up, which {@link Subscriber#onGap} is told with {@code SKIPPED}. */
    SKIP
  }

  /** Checks the ranges. */
  public HandlerPolicy {
    if (maxRetries < 0 || minDelay.isNegative() || maxDelay.compareTo(minDelay) < 0) {
      throw new IllegalArgumentException(
          "maxRetries " + maxRetries + ", delays " + minDelay + ".." + maxDelay);
    }
  }

  /** Five retries from 100 ms to 10 s, then stop. */
  public static HandlerPolicy defaults() {
    return new HandlerPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(10), Then.STOP);
  }

  /** This policy with another number of retries. */
  public HandlerPolicy withMaxRetries(int value) {
    return new HandlerPolicy(value, minDelay, maxDelay, then);
  }

  /** This policy with another end. */
  public HandlerPolicy withThen(Then value) {
    return new HandlerPolicy(maxRetries, minDelay, maxDelay, value);
  }
}
