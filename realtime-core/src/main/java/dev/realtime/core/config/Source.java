package dev.realtime.core.config;

import java.util.List;

/**
 * The settings of one place, in its order, and what went wrong in reading them.
 *
 * <p>Immutable.
 */
record Source(Origin.Kind kind, List<Setting> settings, List<String> problems) {
  Source {
    settings = List.copyOf(settings);
    problems = List.copyOf(problems);
  }
}
