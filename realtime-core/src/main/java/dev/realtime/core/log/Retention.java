package dev.realtime.core.log;

import java.time.Duration;

/**
 * How much of a channel is kept. What goes beyond a limit is removed from the oldest end (SPEC
 * 3.6), at the next append; the newest entry always stays, whatever its size and age.
 *
 * @param maxMessages at least 1; 10,000 by default
 * @param maxBytes payload bytes; 16 MiB by default
 * @param maxAge 24 hours by default
 */
public record Retention(int maxMessages, long maxBytes, Duration maxAge) {
  /** Checks the ranges. */
  public Retention {
    if (maxMessages < 1 || maxBytes < 1 || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException(maxMessages + ", " + maxBytes + ", " + maxAge);
    }
  }

  /** 10,000 messages, 16 MiB, 24 hours. */
  public static Retention defaults() {
    return new Retention(10_000, 16L << 20, Duration.ofHours(24));
  }

  /** This retention with another number of messages. */
  public Retention withMaxMessages(int value) {
    return new Retention(value, maxBytes, maxAge);
  }

  /** This retention with another number of payload bytes. */
  public Retention withMaxBytes(long value) {
    return new Retention(maxMessages, value, maxAge);
  }

  /** This retention with another age. */
  public Retention withMaxAge(Duration value) {
    return new Retention(maxMessages, maxBytes, value);
  }
}
