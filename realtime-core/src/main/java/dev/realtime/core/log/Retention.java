package dev.realtime.core.log;

import java.time.Duration;

/**
 * How much of a channel is kept. What goes beyond a limit is removed from the oldest end (SPEC
 * 3.6): what is too much at the append that makes it so, and the newest entry stays whatever its
 * size; what is too old before the next read, be it the last entry of the channel. The position of
 * the head stays in any case.
 *
 * @param maxMessages at least 1; 10,000 by default
 * @param maxBytes payload bytes; 16 MiB by default
 * @param maxAge 24 hours by default; no older entry is read. Its memory is free at the next append
 *     or read of the channel, or when another channel is opened, at the latest half the age later
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
