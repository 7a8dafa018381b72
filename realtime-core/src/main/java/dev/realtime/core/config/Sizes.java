package dev.realtime.core.config;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers of bytes with a unit: {@code 300B}, {@code 64KiB}, {@code 1MB}. */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("(\\d+)([A-Za-z]*)");
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private enum Unit {
    B(1),
    KB(1_000),
    MB(1_000_000),
    KiB(1L << 10),
    MiB(1L << 20),
    GiB(1L << 30);

    private final long bytes;

    Unit(long bytes) {
      this.bytes = bytes;
    }

    private static Optional<Unit> of(String name) {
      return Arrays.stream(values()).filter(unit -> unit.name().equals(name)).findFirst();
    }

    private static String similar(String number, String name) {
      return Arrays.stream(values())
          .filter(unit -> unit.name().equalsIgnoreCase(name))
          .map(unit -> " Did you mean '" + number + unit + "'?")
          .findFirst()
          .orElse("");
    }

    private static String names() {
      return Arrays.stream(values()).map(Unit::name).collect(Collectors.joining(", "));
    }
  }

  private Sizes() {}

  /** A number of bytes that a long holds. */
  static ValueType<Long> ofLong(long least) {
    Range<Long> range = Range.from(least, Sizes::written);
    return new ValueType<>("size", range.allowed(), text -> range.check(text, read(text)));
  }

  /** A number of bytes that an int holds. */
  static ValueType<Integer> ofInt(int least, int greatest, String hint) {
    Range<Long> range = Range.of((long) least, (long) greatest, Sizes::written).withHint(hint);
    return new ValueType<>(
        "size", range.allowed(), text -> Math.toIntExact(range.check(text, read(text))));
  }

  private static Long read(String text) throws BadValueException {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new BadValueException(
          Quoted.of(text) + " is not a size",
          "Write a whole number and one of " + Unit.names() + ", such as 64KiB.");
    }
    String number = matcher.group(1);
    String name = matcher.group(2);
    if (name.isEmpty()) {
      throw new BadValueException(
          Quoted.of(text) + " has no unit",
          "Write " + Quoted.plain(number) + "B, or one of " + Unit.names() + ".");
    }
    Optional<Unit> unit = Unit.of(name);
    if (unit.isEmpty()) {
      throw new BadValueException(
          Quoted.of(text) + " has an unknown unit",
          "Use one of " + Unit.names() + "." + Unit.similar(Quoted.plain(number), name));
    }
    return bytes(number, unit.get());
  }

  private static Long bytes(String number, Unit unit) {
    return new BigInteger(number).multiply(BigInteger.valueOf(unit.bytes)).min(MOST).longValue();
  }

  /** A size in the largest binary unit that fits without a remainder. */
  static String written(long bytes) {
    for (Unit unit : new Unit[] {Unit.GiB, Unit.MiB, Unit.KiB}) {
      if (bytes != 0 && bytes % unit.bytes == 0) {
        return bytes / unit.bytes + unit.name();
      }
    }
    return bytes + Unit.B.name();
  }
}
