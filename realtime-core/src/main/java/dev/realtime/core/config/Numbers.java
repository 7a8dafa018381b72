package dev.realtime.core.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whole numbers and decimals. */
final class Numbers {
  private static final Pattern WHOLE = Pattern.compile("-?\\d+");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?");

  private Numbers() {}

  static ValueType<Integer> from(int least) {
    return whole(Range.from(BigDecimal.valueOf(least), BigDecimal::toPlainString));
  }

  static ValueType<Integer> between(int least, int greatest) {
    return whole(
        Range.of(
            BigDecimal.valueOf(least), BigDecimal.valueOf(greatest), BigDecimal::toPlainString));
  }

  static ValueType<Double> decimal(String least, String greatest) {
    Range<BigDecimal> range =
        Range.of(new BigDecimal(least), new BigDecimal(greatest), BigDecimal::toPlainString);
    return new ValueType<>(
        "decimal",
        range.allowed(),
        text -> range.check(text, read(text, DECIMAL, "a decimal number", "0.1")).doubleValue());
  }

  private static ValueType<Integer> whole(Range<BigDecimal> range) {
    Range<BigDecimal> ints =
        Range.of(range.least(), BigDecimal.valueOf(Integer.MAX_VALUE), BigDecimal::toPlainString);
    return new ValueType<>(
        "integer",
        range.allowed(),
        text -> {
          BigDecimal value = range.check(text, read(text, WHOLE, "a whole number", "100"));
          return ints.check(text, value).intValueExact();
        });
  }

  /** Ports, at least one. */
  static ValueType<Set<Integer>> ports() {
    ValueType<Integer> port = between(1, 65_535);
    return new ValueType<>(
        "list of integers",
        port.allowed(),
        text -> {
          List<Integer> ports = Lists.read(text, port::read);
          if (ports.isEmpty()) {
            throw new BadValueException("The list is empty", "Name one or more ports.");
          }
          return Set.copyOf(ports);
        });
  }

  private static BigDecimal read(String text, Pattern form, String what, String example)
      throws BadValueException {
    if (!form.matcher(text).matches()) {
      throw new BadValueException(
          Quoted.of(text) + " is not " + what, "Write digits alone, such as " + example + ".");
    }
    return new BigDecimal(text);
  }
}
