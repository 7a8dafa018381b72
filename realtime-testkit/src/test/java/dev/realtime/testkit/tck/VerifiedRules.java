package dev.realtime.testkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which rules the tests of the whole repository name: by {@link Verifies}, or by the name of the
 * method where the annotation cannot be seen. Read from the sources.
 */
final class VerifiedRules {
  private static final Pattern ANNOTATION =
      Pattern.compile("@Verifies\\(\\{?((?:\\s*\"\\d+\\.\\d+\",?)+)\\s*\\}?\\)");
  private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+");
  private static final Pattern METHOD =
      Pattern.compile(
          "void (?:required|optional|stochastic)_(\\d+)_(\\d+)(?:_(to|and)_(\\d+)_(\\d+))?_?(\\w*)\\(");
  private static final Pattern UNNAMED =
      Pattern.compile("void ((?:required|optional|stochastic)_(?!\\d+_\\d+_)\\w*)\\(");

  /** Rule to the tests that name it. */
  private final Map<String, Set<String>> tests = new TreeMap<>();

  private final Set<String> unnamed = new TreeSet<>();

  private VerifiedRules() {}

  static VerifiedRules under(Path repository) throws IOException {
    VerifiedRules rules = new VerifiedRules();
    try (Stream<Path> files = Files.walk(repository)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .forEach(rules::scan);
    }
    return rules;
  }

  private void scan(Path file) {
    String source;
    try {
      source = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = file.getFileName().toString().replace(".java", "");
    for (Matcher found = ANNOTATION.matcher(source); found.find(); ) {
      NUMBER.matcher(found.group(1)).results().forEach(rule -> add(rule.group(), name));
    }
    for (Matcher found = METHOD.matcher(source); found.find(); ) {
      String test = name + "." + found.group(6);
      int section = Integer.parseInt(found.group(1));
      int first = Integer.parseInt(found.group(2));
      boolean range = "to".equals(found.group(3));
      for (int rule = first; rule <= (range ? Integer.parseInt(found.group(5)) : first); rule++) {
        add(section + "." + rule, test);
      }
      if ("and".equals(found.group(3))) {
        add(found.group(4) + "." + found.group(5), test);
      }
    }
    for (Matcher found = UNNAMED.matcher(source); found.find(); ) {
      unnamed.add(name + "." + found.group(1));
    }
  }

  private void add(String rule, String test) {
    tests.computeIfAbsent(rule, key -> new TreeSet<>()).add(test);
  }

  Set<String> rules() {
    return tests.keySet();
  }

  List<String> testsOf(String rule) {
    return List.copyOf(tests.getOrDefault(rule, Set.of()));
  }

  /** Tests whose name claims a rule and has no number. */
  Set<String> unnamed() {
    return unnamed;
  }
}
