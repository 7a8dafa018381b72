package dev.realtime.cli;

import java.time.Duration;

/** Durations as they are written on the command line. */
final class Durations {
  private Durations() {}

  /** In seconds if it is a whole number of them, else in milliseconds. */
  static String written(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
