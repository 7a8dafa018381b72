package dev.realtime.testkit;

import java.time.Duration;

/**
 * What a proxy does to the bytes of one direction that it neither cuts nor answers. Immutable.
 *
 * @param delay the wait before each chunk
 * @param swallowed whether the bytes vanish
 * @param sliced whether each byte is written alone
 * @param hold how many bytes must have come before they are written; 0 or 1 writes at once
 */
record Treatment(Duration delay, boolean swallowed, boolean sliced, long hold) {
  static final Treatment NONE = new Treatment(Duration.ZERO, false, false, 0);

  Treatment withDelay(Duration other) {
    return new Treatment(other, swallowed, sliced, hold);
  }

  Treatment swallowing() {
    return new Treatment(delay, true, sliced, hold);
  }

  Treatment slicing() {
    return new Treatment(delay, swallowed, true, hold);
  }

  Treatment holding(long bytes) {
    return new Treatment(delay, swallowed, sliced, bytes);
  }
}
