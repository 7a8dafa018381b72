package dev.realtime.core.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * The least and the greatest allowed value of an ordered type.
 *
 * <p>Immutable.
 *
 * @param least the smallest allowed value
 * @param greatest the largest allowed value, empty for none
 * @param written a value as the configuration writes it
 * @param hint a sentence on why the range is so or what to do in place, empty for none
 */
record Range<C extends Comparable<? super C>>(
    C least, Optional<C> greatest, Function<C, String> written, String hint) {

  static <C extends Comparable<? super C>> Range<C> from(C least, Function<C, String> written) {
    return new Range<>(least, Optional.empty(), written, "");
  }

  static <C extends Comparable<? super C>> Range<C> of(
      C least, C greatest, Function<C, String> written) {
    return new Range<>(least, Optional.of(greatest), written, "");
  }

  Range<C> withHint(String value) {
    return new Range<>(least, greatest, written, value);
  }

  /** The range in words, such as {@code 0 to 65535}. */
  String allowed() {
    String from = written.apply(least);
    return greatest.map(to -> from + " to " + written.apply(to)).orElse(from + " or more");
  }

  C check(String text, C value) throws BadValueException {
    boolean below = value.compareTo(least) < 0;
    boolean above = greatest.isPresent() && value.compareTo(greatest.get()) > 0;
    if (below || above) {
      throw new BadValueException(
          Quoted.of(text) + " is out of range",
          "Use " + allowed() + "." + (hint.isEmpty() ? "" : " " + hint));
    }
    return value;
  }
}
