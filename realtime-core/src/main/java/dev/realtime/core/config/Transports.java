package dev.realtime.core.config;

import dev.realtime.Transport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A transport, or a list of those that work between processes. */
final class Transports {
  private static final List<Transport> BETWEEN_PROCESSES =
      List.of(Transport.WEBSOCKET, Transport.SSE, Transport.LONG_POLLING, Transport.SHORT_POLLING);

  private static final List<Transport> OFFERED =
      Stream.concat(BETWEEN_PROCESSES.stream(), Stream.of(Transport.WEBHOOK)).toList();

  private Transports() {}

  /** A transport, or empty for {@code auto}. */
  static ValueType<Optional<Transport>> one() {
    Map<String, Optional<Transport>> words = new LinkedHashMap<>();
    words.put("auto", Optional.empty());
    OFFERED.forEach(t -> words.put(t.configName(), Optional.of(t)));
    words.put(Transport.MEMORY.configName(), Optional.of(Transport.MEMORY));
    return new ValueType<>(
        "choice",
        String.join(", ", words.keySet()),
        text -> Choices.read(text, words, "a transport"));
  }

  /** Transports in the order in which they are tried. */
  static ValueType<List<Transport>> inOrder() {
    return new ValueType<>("list of transports", "", text -> read(text, BETWEEN_PROCESSES));
  }

  /** A set of transports. */
  static ValueType<Set<Transport>> set() {
    return new ValueType<>(
        "list of transports",
        "",
        text -> Collections.unmodifiableSet(new LinkedHashSet<>(read(text, OFFERED))));
  }

  private static List<Transport> read(String text, List<Transport> known) throws BadValueException {
    Map<String, Transport> words = new LinkedHashMap<>();
    known.forEach(t -> words.put(t.configName(), t));
    List<Transport> found =
        Lists.distinct(
            text, item -> Choices.read(item, words, "a transport of this list"), "transport");
    if (found.isEmpty()) {
      throw new BadValueException(
          "The list is empty", "Name one or more of " + String.join(", ", words.keySet()) + ".");
    }
    return found;
  }
}
