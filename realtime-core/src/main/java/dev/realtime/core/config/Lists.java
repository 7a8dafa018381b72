package dev.realtime.core.config;

import java.util.ArrayList;
import java.util.List;

/** Values between commas; blanks around them do not count, an empty text is the empty list. */
final class Lists {
  private Lists() {}

  static <T> List<T> read(String text, ValueType.Reader<T> reader) throws BadValueException {
    if (text.isBlank()) {
      return List.of();
    }
    List<T> values = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (item.isBlank()) {
        throw new BadValueException(
            Quoted.of(text) + " has an empty item",
            "Put one comma between two items, none at an end.");
      }
      values.add(reader.read(item.strip()));
    }
    return List.copyOf(values);
  }
}
