package dev.realtime.core.config;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the value in force for each key, and everything that is wrong. Confined to one build. */
final class Resolution {
  private final Map<Key<?>, Setting> chosen = new LinkedHashMap<>();
  private final List<Setting> unknown = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final EffectiveValues values = new EffectiveValues();

  private Resolution() {}

  /**
   * The configuration of some sources.
   *
   * @throws RejectedException with every problem on a line of its own
   */
  static Configuration of(List<Source> sources) {
    Resolution resolution = new Resolution();
    sources.stream()
        .sorted(Comparator.comparing(Source::kind))
        .forEachOrdered(resolution::overrule);
    Keys.all().forEach(resolution::read);
    resolution.judgeUnknown();
    resolution.problems.addAll(CrossChecks.problems(resolution.values));
    resolution.warnings.addAll(CrossChecks.warnings(resolution.values));
    return resolution.configuration();
  }

  private void overrule(Source source) {
    problems.addAll(source.problems());
    Map<Key<?>, Setting> here = new LinkedHashMap<>();
    for (Setting setting : source.settings()) {
      if (Names.isReserved(setting.name())) {
        continue;
      }
      Names.key(setting.name())
          .ifPresentOrElse(key -> set(here, key, setting), () -> unknown.add(setting));
    }
    chosen.putAll(here);
  }

  private void set(Map<Key<?>, Setting> here, Key<?> key, Setting setting) {
    Setting before = here.put(key, setting);
    if (before != null && !before.text().strip().equals(setting.text().strip())) {
      problems.add(
          "%s is set to two values in one source: %s and %s. Remove one of the two."
              .formatted(key, before, setting));
    }
  }

  private <T> void read(Key<T> key) {
    Setting setting = chosen.get(key);
    if (setting == null) {
      values.add(Effective.byDefault(key));
      return;
    }
    try {
      values.add(Effective.of(key, setting));
    } catch (BadValueException e) {
      problems.addAll(e.in(key.name(), setting.origin()));
    }
  }

  private void judgeUnknown() {
    boolean warn =
        values.find(Keys.UNKNOWN_KEYS).filter(e -> e.value() == UnknownKeys.WARN).isPresent();
    for (Setting setting : unknown) {
      String meant =
          Names.similar(setting.name(), setting.origin())
              .map(name -> " Did you mean '" + name + "'?")
              .orElse("");
      if (warn) {
        warnings.add("Unknown key " + setting + " is ignored." + meant);
      } else {
        problems.add(
            "Unknown key %s.%s To ignore unknown keys set %s=warn."
                .formatted(setting, meant, Keys.UNKNOWN_KEYS));
      }
    }
  }

  private Configuration configuration() {
    if (!problems.isEmpty()) {
      throw new RejectedException(ErrorCode.CONFIGURATION, String.join("\n", problems));
    }
    return new Configuration(values, warnings);
  }
}
