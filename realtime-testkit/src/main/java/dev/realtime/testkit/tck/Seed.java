package dev.realtime.testkit.tck;

import java.security.SecureRandom;

/** Where the random choices of a test begin. */
final class Seed {
  private Seed() {}

  /** The seed of {@code -Drealtime.tck.seed}, else a fresh one; printed with the test's name. */
  static long of(String test) {
    long seed = Long.getLong("realtime.tck.seed", new SecureRandom().nextInt());
    System.out.println(test + ": -Drealtime.tck.seed=" + seed);
    return seed;
  }
}
