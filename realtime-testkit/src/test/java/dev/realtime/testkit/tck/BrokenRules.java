package dev.realtime.testkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which rules a wrong implementation breaks: those of the faults of a log and of a channel, which
 * contracts are run on, and those whose own test is asserted to fail on a wrong one, in the form
 * {@code assertFound(wrong::required_…, "message")}. The latter are read from the sources of the
 * whole repository.
 */
final class BrokenRules {
  private static final Pattern FOUND =
      Pattern.compile("assertFound\\([^;]*?\\brequired_(\\d+)_(\\d+)_\\w+[^;]*?,\\s*\"[^\"]");

  private BrokenRules() {}

  static Set<String> under(Path repository) throws IOException {
    Set<String> rules = new TreeSet<>();
    Arrays.stream(LogFault.values()).forEach(fault -> rules.add(fault.rule));
    Arrays.stream(ChannelFault.values()).forEach(fault -> rules.add(fault.rule));
    try (Stream<Path> files = Files.walk(repository)) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .filter(file -> !file.toString().contains("/target/"))
          .forEach(file -> rules.addAll(in(read(file))));
    }
    return rules;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rules whose test a source asserts to fail. */
  static Set<String> in(String source) {
    Set<String> rules = new TreeSet<>();
    for (Matcher found = FOUND.matcher(source); found.find(); ) {
      rules.add(found.group(1) + "." + found.group(2));
    }
    return rules;
  }
}
