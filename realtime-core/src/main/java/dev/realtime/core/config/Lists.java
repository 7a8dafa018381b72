package dev.realtime.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values between commas; blanks around them do not count, an empty text is the empty list. */
final class Lists {
  private Lists() {}

  /** The values; every item that is none is a problem of its own. */
  static <T> List<T> read(String text, ValueType.Reader<T> reader) throws BadValueException {
    List<String> items = items(text);
    List<BadValueException> problems = new ArrayList<>();
    Map<String, T> values = values(text, items, reader, problems);
    BadValueException.throwAll(problems);
    return items.stream().map(values::get).toList();
  }

  /** The values, of which none may be named twice. */
  static <T> List<T> distinct(String text, ValueType.Reader<T> reader, String what)
      throws BadValueException {
    List<String> items = items(text);
    List<BadValueException> problems = new ArrayList<>();
    Map<String, T> values = values(text, items, reader, problems);
    for (String item : values.keySet()) {
      if (items.indexOf(item) != items.lastIndexOf(item)) {
        problems.add(
            new BadValueException(
                Quoted.of(text) + " names " + item + " twice", "Name each " + what + " once."));
      }
    }
    BadValueException.throwAll(problems);
    return List.copyOf(values.values());
  }

  private static List<String> items(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
  }

  /** The value of each item that has one, by its text; the others become problems, once each. */
  private static <T> Map<String, T> values(
      String text,
      List<String> items,
      ValueType.Reader<T> reader,
      List<BadValueException> problems) {
    Map<String, T> values = new LinkedHashMap<>();
    for (String item : items.stream().distinct().toList()) {
      try {
        if (item.isEmpty()) {
          throw new BadValueException(
              Quoted.of(text) + " has an empty item",
              "Put one comma between two items, none at an end.");
        }
        values.put(item, reader.read(item));
      } catch (BadValueException problem) {
        problems.add(problem);
      }
    }
    return values;
  }
}
