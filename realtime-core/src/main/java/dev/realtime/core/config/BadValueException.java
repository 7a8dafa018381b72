package dev.realtime.core.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * A text that is not a value of its type. The message says what is wrong with it; where the value
 * came from is added by who knows it. A list has a problem for each item.
 */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1;

  private final String advice;
  private final transient List<BadValueException> others;

  /**
   * Names the mistake.
   *
   * @param what what happened, such as {@code '25' has no unit}; for a secret without the value
   * @param advice what is allowed and what to do, in full sentences
   */
  BadValueException(String what, String advice) {
    this(what, advice, List.of());
  }

  private BadValueException(String what, String advice, List<BadValueException> others) {
    super(what);
    this.advice = advice;
    this.others = others;
  }

  /** Throws the problems as one, if there are any. */
  static void throwAll(List<BadValueException> problems) throws BadValueException {
    if (!problems.isEmpty()) {
      BadValueException first = problems.get(0);
      throw new BadValueException(
          String.valueOf(first.getMessage()),
          first.advice,
          List.copyOf(problems.subList(1, problems.size())));
    }
  }

  /** The mistakes as one line each that names the key and the origin of the value. */
  List<String> in(String key, Origin origin) {
    return Stream.concat(Stream.of(this), others.stream())
        .map(p -> p.getMessage() + " (" + key + ", " + origin.inMessage() + "). " + p.advice)
        .toList();
  }
}
