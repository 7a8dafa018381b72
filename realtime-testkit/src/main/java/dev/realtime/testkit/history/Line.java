package dev.realtime.testkit.history;

import java.nio.file.Path;

/** An event with the place where it is written. Immutable. */
record Line<E extends HistoryEvent>(Path file, int number, E event) {
  String where() {
    return file.getFileName() + ":" + number;
  }

  <F extends HistoryEvent> Line<F> of(F narrowed) {
    return new Line<>(file, number, narrowed);
  }
}
