package dev.realtime.core.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a name in a source stands for a key: dots, hyphens, underscores and case do not count. */
final class Names {
  private static final String PREFIX = "realtime";
  private static final Map<String, Key<?>> BY_CANONICAL =
      Keys.all().stream()
          .collect(Collectors.toUnmodifiableMap(key -> canonical(key.name()), Function.identity()));

  private Names() {}

  static String canonical(String name) {
    return name.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
  }

  static Optional<Key<?>> key(String name) {
    return Optional.ofNullable(BY_CANONICAL.get(canonical(name)));
  }

  /** Whether a variable or a system property may be meant for the library. */
  static boolean isPrefixed(String name) {
    return name.startsWith("realtime.") || name.startsWith("REALTIME_");
  }

  /** Whether the name is used next to the configuration: the file's name, or a test's switch. */
  static boolean isReserved(String name) {
    String dotted = name.toLowerCase(Locale.ROOT).replace('_', '.');
    return dotted.equals("realtime.config") || dotted.startsWith("realtime.test.");
  }

  /** The name of the key that an unknown name most likely stands for, in the source's spelling. */
  static Optional<String> similar(String name, Origin origin) {
    String prefixed = canonical(name).startsWith(PREFIX) ? name : PREFIX + "." + name;
    return Suggestion.closest(prefixed, Keys.all().stream().map(Key::name).toList())
        .map(found -> origin.kind() == Origin.Kind.ENVIRONMENT ? variable(found) : found);
  }

  private static String variable(String name) {
    return name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }
}
