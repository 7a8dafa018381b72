package dev.realtime.core.loop;

import java.time.Duration;

/**
 * The bounds of a {@link Backoff}.
 *
 * @param base the bound of the first delay, 0.5 s by default
 * @param cap the bound that doubling ends at, 30 s by default
 * @param resetAfter how long without a loss the bound is the base again, 30 s by default
 */
public record BackoffPolicy(Duration base, Duration cap, Duration resetAfter) {
  /** 0.5 s, 30 s, 30 s. */
  public static BackoffPolicy defaults() {
    return new BackoffPolicy(
        Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(30));
  }
}
