package dev.realtime.testkit.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules of SPEC.md: their numbers and kinds. Immutable. */
final class Specification {
  private static final Pattern RULE = Pattern.compile("\\| (\\d+\\.\\d+) \\|.*\\| ([A-Z]) \\|");
  private static final Pattern NOT_YET = Pattern.compile("^- (\\d+\\.\\d+): .+");

  private final Map<String, String> kinds = new TreeMap<>();
  private final Set<String> notYet = new TreeSet<>();

  private Specification() {}

  static Specification read(Path file) throws IOException {
    Specification specification = new Specification();
    boolean later = false;
    for (String line : Files.readAllLines(file)) {
      later = line.startsWith("## ") ? line.equals("## Not there yet") : later;
      Matcher rule = RULE.matcher(line);
      Matcher missing = NOT_YET.matcher(line);
      if (rule.matches()) {
        specification.kinds.put(rule.group(1), rule.group(2));
      } else if (later && missing.matches()) {
        specification.notYet.add(missing.group(1));
      }
    }
    return specification;
  }

  Set<String> rules() {
    return kinds.keySet();
  }

  /** The rules of kind R whose feature exists. */
  Set<String> required() {
    return kinds.keySet().stream()
        .filter(rule -> "R".equals(kinds.get(rule)) && !notYet.contains(rule))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The rules whose feature does not exist yet. */
  Set<String> notYet() {
    return notYet;
  }
}
