package dev.realtime.core.webhook;

import java.time.Duration;

/** What becomes of a message that a receiver does not take, since nothing may overtake it. */
public sealed interface HeadPolicy {
  /** It is tried until it is taken; nothing is ever left out. The default. */
  record Block() implements HeadPolicy {}

  /**
   * It is given up, alone, and announced as a gap; it can be sent again by hand. Never because the
   * receiver as a whole is down.
   *
   * @param maxAttempts after so many, at least 1, 12 by default
   * @param maxAge or after so long, 1 h by default
   */
  record DeadLetter(int maxAttempts, Duration maxAge) implements HeadPolicy {
    /** Checks the bounds. */
    public DeadLetter {
      checkAttempts(maxAttempts);
      if (maxAge.isNegative() || maxAge.isZero()) {
        throw new IllegalArgumentException("the age " + maxAge + " is not positive");
      }
    }
  }

  /**
   * The subscription is paused until somebody resumes it.
   *
   * @param maxAttempts after so many, at least 1, 12 by default
   */
  record Pause(int maxAttempts) implements HeadPolicy {
    /** Checks the bound. */
    public Pause {
      checkAttempts(maxAttempts);
    }
  }

  /** Attempts before a message is given up, unless said otherwise. */
  int MAX_ATTEMPTS = 12;

  /** How long a message is tried before it is given up, unless said otherwise. */
  Duration MAX_AGE = Duration.ofHours(1);

  /**
   * The policy of a name on the wire.
   *
   * @param name {@code block}, {@code dead-letter} or {@code pause}
   * @throws IllegalArgumentException if there is no such policy
   */
  static HeadPolicy of(String name, int maxAttempts) {
    return switch (name) {
      case "block" -> new Block();
      case "dead-letter" -> new DeadLetter(maxAttempts, MAX_AGE);
      case "pause" -> new Pause(maxAttempts);
      default ->
          throw new IllegalArgumentException(
              "the policy is block, dead-letter or pause, not what was sent");
    };
  }

  /** The name on the wire. */
  default String wireName() {
    if (this instanceof DeadLetter) {
      return "dead-letter";
    }
    return this instanceof Pause ? "pause" : "block";
  }

  /** The attempts after which a message is given up; the most there are if it never is. */
  default int maxAttempts() {
    return Integer.MAX_VALUE;
  }

  private static void checkAttempts(int maxAttempts) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("at least 1 attempt is made, not " + maxAttempts);
    }
  }
}
