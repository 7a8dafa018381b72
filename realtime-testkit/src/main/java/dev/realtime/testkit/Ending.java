package dev.realtime.testkit;

/**
 * The end that a proxy gives a connection after a number of bytes. Immutable.
 *
 * @param direction whose bytes count
 * @param bytes how many pass; with 0 the first byte ends the connection and does not pass
 * @param manner how it ends
 */
record Ending(Direction direction, long bytes, Manner manner) {
  /** How a connection ends. */
  enum Manner {
    /** With RST to both sides. */
    RESET,
    /** With FIN to both sides, as if all had been said. */
    CLOSE
  }

  Ending {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes " + bytes + " is negative");
    }
  }
}
