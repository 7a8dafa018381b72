package dev.realtime.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One of a few words. */
final class Choices {
  private Choices() {}

  static ValueType<Boolean> truth() {
    Map<String, Boolean> words = new LinkedHashMap<>();
    words.put("true", true);
    words.put("false", false);
    return new ValueType<>("boolean", "", text -> read(text, words, "true or false"));
  }

  /** A constant of an enum, written in lower case. */
  static <E extends Enum<E>> ValueType<E> of(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    String allowed = String.join(" or ", words.keySet());
    return new ValueType<>("choice", allowed, text -> read(text, words, "a choice here"));
  }

  /** The value of a word. */
  static <T> T read(String text, Map<String, T> words, String what) throws BadValueException {
    T value = words.get(text);
    if (value == null) {
      throw new BadValueException(
          Quoted.of(text) + " is not " + what, advice(text, List.copyOf(words.keySet())));
    }
    return value;
  }

  private static String advice(String text, List<String> words) {
    Optional<String> meant = Suggestion.closest(text, words);
    return "Use one of "
        + String.join(", ", words)
        + "."
        + meant.map(word -> " Did you mean '" + word + "'?").orElse("");
  }
}
