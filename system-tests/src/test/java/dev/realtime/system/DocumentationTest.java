package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README and docs show is what the build compiles and runs. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Path CURL = Path.of("src/test/snippets/curl.sh");
  private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(#[^)]*)?\\)");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(top, docs).filter(page -> page.toString().endsWith(".md")).toList();
    }
  }

  /** Without the blanks that indentation and line breaks differ in. */
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String sources() throws IOException {
    try (Stream<Path> examples = Files.walk(ROOT.resolve("examples/src/main"));
        Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
      return squeezed(
          Stream.concat(examples, tests)
              .filter(file -> file.toString().matches(".*\\.(java|js)"))
              .map(DocumentationTest::read)
              .collect(Collectors.joining("\n")));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyProgramShownIsOneThatTheBuildCompiles() throws IOException {
    String compiled = sources();
    for (Path page : pages()) {
      for (Matcher block = BLOCK.matcher(read(page)); block.find(); ) {
        if (List.of("java", "js").contains(block.group(1))) {
          assertThat(compiled).as("%s shows", page).contains(squeezed(block.group(2)));
        }
      }
    }
  }

  @Test
  void everyCurlShownIsOneThatTheBuildRuns() throws IOException {
    List<String> known = Files.readAllLines(CURL);
    for (Path page : pages()) {
      read(page)
          .lines()
          .filter(line -> line.startsWith("curl "))
          .forEach(line -> assertThat(known).as("%s shows", page).contains(line));
    }
  }

  @Test
  void theCurlsWork() throws Exception {
    try (RealtimeServer server =
        RealtimeServer.builder().configuration(Configuration.builder()).port(0).start()) {
      for (String line : Files.readAllLines(CURL)) {
        String here = line.replace("localhost:8080", "localhost:" + server.port());
        String printed = run(here.replace("curl -N", "curl -N --max-time 2"));
        assertThat(printed)
            .as(line)
            .containsAnyOf("chat/lobby", "event: hello", "Realtime-Head", "channels: 1");
      }
    }
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    for (Path page : pages()) {
      for (Matcher link = LINK.matcher(read(page)); link.find(); ) {
        Path target = page.resolveSibling(link.group(1));
        assertThat(target).as("%s links", page).exists();
      }
    }
  }

  @Test
  void theReadmeShowsCodeEarlyAndItAndTheGuideAreShort() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));

    assertThat(lines.subList(0, 30)).contains("```java");
    assertThat(lines).hasSizeLessThan(200);
    assertThat(Files.readAllLines(ROOT.resolve("docs/guide.md"))).hasSizeLessThanOrEqualTo(200);
  }

  private static String run(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command + " 2>/dev/null").start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
