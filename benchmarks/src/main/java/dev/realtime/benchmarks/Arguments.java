package dev.realtime.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * Options of a command line, each {@code --name value}.
 *
 * <p>Immutable.
 */
record Arguments(Map<String, String> options) {
  Arguments {
    options = Map.copyOf(options);
  }

  /** Reads the arguments from an index on. */
  static Arguments parse(String[] args, int from) {
    Map<String, String> options = new HashMap<>();
    for (int i = from; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --name value, found " + args[i]);
      }
      options.put(args[i].substring(2), args[i + 1]);
    }
    return new Arguments(options);
  }

  String text(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  String text(String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  int number(String name, int otherwise) {
    String value = options.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}
