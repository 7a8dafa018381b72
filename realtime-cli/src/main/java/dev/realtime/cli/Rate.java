package dev.realtime.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something happens. Immutable.
 *
 * @param text as it was written
 * @param periodNanos the time from one to the next
 */
record Rate(String text, double periodNanos) {
  private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)(?:/([smh]))?");
  private static final double SECOND = 1e9;

  /** Reads {@code 20/s}, {@code 20}, {@code 1/m} or {@code 10/h}. */
  static Optional<Rate> parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double times = Double.parseDouble(matcher.group(1));
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    double span = SECOND * (unit.equals("s") ? 1 : unit.equals("m") ? 60 : 3_600);
    return times < 0.001 || times > 1_000_000
        ? Optional.empty()
        : Optional.of(new Rate(text, span / times));
  }

  /** When the n-th is due, n from 0, in nanoseconds after the first. */
  long dueNanos(long n) {
    return (long) (n * periodNanos);
  }
}
