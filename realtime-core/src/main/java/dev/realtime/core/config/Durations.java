package dev.realtime.core.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations: {@code 250ms}, {@code 10s}, {@code 2m}, {@code 1h}, {@code 1d} or ISO 8601. */
final class Durations {
  /** Far enough for any use, near enough to count in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Pattern SHORT = Pattern.compile("(\\d{1,18})(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Durations() {}

  static ValueType<Duration> any() {
    return in(Range.from(Duration.ZERO, Durations::written));
  }

  static ValueType<Duration> positive() {
    return in(Range.from(SHORTEST, Durations::written));
  }

  static ValueType<Duration> positive(String hint) {
    return in(Range.from(SHORTEST, Durations::written).withHint(hint));
  }

  static ValueType<Duration> atLeast(Duration least) {
    return in(Range.from(least, Durations::written));
  }

  private static ValueType<Duration> in(Range<Duration> range) {
    return new ValueType<>(
        "duration", range.allowed(), text -> range.check(text, shortEnough(text, read(text))));
  }

  private static Duration read(String text) throws BadValueException {
    Matcher matcher = SHORT.matcher(text);
    try {
      if (matcher.matches()) {
        Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
      }
      if (!NUMBER.matcher(text).matches()) {
        return Duration.parse(text);
      }
    } catch (DateTimeParseException e) {
      throw new BadValueException(
          Quoted.of(text) + " is not a duration",
          "Write a whole number and a unit, such as 250ms, 10s, 2m, 1h or 1d, or PT10S.");
    } catch (ArithmeticException e) {
      return LONGEST.plusDays(1);
    }
    return bare(text);
  }

  private static Duration bare(String text) throws BadValueException {
    if (text.chars().allMatch(c -> c == '0')) {
      return Duration.ZERO;
    }
    String number = Quoted.plain(text);
    throw new BadValueException(
        Quoted.of(text) + " has no unit", "Write " + number + "s or " + number + "000ms.");
  }

  private static Duration shortEnough(String text, Duration value) throws BadValueException {
    if (value.compareTo(LONGEST) > 0) {
      throw new BadValueException(
          Quoted.of(text) + " is too long", "Use " + written(LONGEST) + " or less.");
    }
    return value;
  }

  /** A duration in the largest unit that fits without a remainder. */
  static String written(Duration value) {
    for (String unit : new String[] {"d", "h", "m", "s", "ms"}) {
      long millis = UNITS.getOrDefault(unit, SHORTEST).toMillis();
      if (value.toMillis() % millis == 0 && !value.isZero()) {
        return value.toMillis() / millis + unit;
      }
    }
    return "0";
  }
}
