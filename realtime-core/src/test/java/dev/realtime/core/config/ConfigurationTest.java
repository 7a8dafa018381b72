package dev.realtime.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Transport;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final String WAIT = "realtime.long-polling.wait";

  @TempDir Path directory;

  @Test
  void hasADefaultForEveryKey() {
    Configuration defaults = Configuration.defaults();

    assertThat(Keys.all())
        .allSatisfy(
            key -> {
              assertThat(defaults.get(key)).isEqualTo(key.defaultValue());
              assertThat(defaults.origin(key)).isEqualTo("default");
            });
    assertThat(defaults.warnings()).isEmpty();
  }

  @Test
  void aHigherSourceOverrulesALowerOneInAnyOrderOfTheCalls() throws IOException {
    Path file = file("realtime.long-polling.wait=3s");
    try (URLClassLoader loader = classpath("\n\nrealtime.long-polling.wait: 2s")) {
      List<Step> low =
          List.of(
              new Step("builder defaults", b -> b.defaults(Map.of(WAIT, "1s"))),
              new Step("classpath:realtime.properties:3", b -> b.classpath(loader)),
              new Step(file + ":1", b -> b.file(file)),
              new Step(
                  "environment REALTIME_LONGPOLLING_WAIT",
                  b -> b.environment(Map.of("REALTIME_LONGPOLLING_WAIT", "4s"))),
              new Step("system property", b -> b.systemProperties(properties(WAIT, "5s"))),
              new Step("builder", b -> b.set(WAIT, "6s")));
      for (int height = 1; height <= low.size(); height++) {
        Configuration.Builder builder = Configuration.builder();
        List<Step> shuffled = new ArrayList<>(low.subList(0, height));
        Collections.shuffle(shuffled, new Random(height));
        shuffled.forEach(step -> step.on().accept(builder));

        Configuration configuration = builder.build();

        assertThat(configuration.get(Keys.LONG_POLLING_WAIT)).isEqualTo(Duration.ofSeconds(height));
        assertThat(configuration.origin(Keys.LONG_POLLING_WAIT))
            .isEqualTo(low.get(height - 1).origin());
      }
    }
  }

  @Test
  void ofTwoSourcesOfAKindTheLaterOverrules() throws IOException {
    Path second = Files.writeString(directory.resolve("second.properties"), WAIT + "=4s");

    Configuration configuration =
        Configuration.builder().file(file(WAIT + "=3s")).file(second).build();

    assertThat(configuration.get(Keys.LONG_POLLING_WAIT)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void readsNothingOfTheProcessUnlessTold() {
    assertThat(Configuration.builder().build().describe())
        .isEqualTo(Configuration.defaults().describe());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REALTIME_LONGPOLLING_WAIT",
        "REALTIME_LONG_POLLING_WAIT",
        "realtime.long-polling.wait",
        "realtime.longPolling.wait",
        "realtime.long_polling.wait"
      })
  void knowsAKeyByEverySpelling(String name) {
    Configuration configuration = Configuration.builder().environment(Map.of(name, "9s")).build();

    assertThat(configuration.get(Keys.LONG_POLLING_WAIT)).isEqualTo(Duration.ofSeconds(9));
    assertThat(configuration.origin(Keys.LONG_POLLING_WAIT)).isEqualTo("environment " + name);
  }

  @Test
  void looksOnlyAtItsOwnNamesInTheProcess() {
    Configuration configuration =
        Configuration.builder()
            .environment(Map.of("PATH", "/bin", "REALTIME_CONFIG", "x", "REALTIME_TEST_SEED", "1"))
            .systemProperties(properties("realtime.config", "x", "realtime.test.seed", "1"))
            .systemProperties(properties("java.home", "/jdk", "realtimes", "1"))
            .build();

    assertThat(configuration.describe()).isEqualTo(Configuration.defaults().describe());
  }

  @Test
  void theStandardSourcesIncludeTheNamedFile() throws IOException {
    Path file = file("# where\nrealtime.transport = sse");
    Path other = Files.writeString(directory.resolve("other"), "realtime.transport=websocket");
    try (URLClassLoader loader = classpath("realtime.server.port=1")) {
      Configuration configuration =
          Configuration.builder()
              .standardSources(
                  loader,
                  Map.of("REALTIME_CONFIG", other.toString(), "REALTIME_SERVER_HOST", "::"),
                  properties("realtime.config", file.toString(), WAIT, "5s"))
              .build();

      assertThat(configuration.get(Keys.TRANSPORT)).isEqualTo(Optional.of(Transport.SSE));
      assertThat(configuration.origin(Keys.TRANSPORT)).isEqualTo(file + ":2");
      assertThat(configuration.get(Keys.SERVER_PORT)).isEqualTo(1);
      assertThat(configuration.get(Keys.SERVER_HOST)).isEqualTo("::");
      assertThat(configuration.get(Keys.LONG_POLLING_WAIT)).isEqualTo(Duration.ofSeconds(5));
    }
  }

  @Test
  void readsThisProcess() {
    assertThat(Configuration.builder().standardSources().build().describe().lines())
        .hasSameSizeAs(Keys.all());
  }

  @Test
  void theVariableNamesTheFileWhereThePropertyDoesNot() throws IOException {
    Path file = file("realtime.transport=sse");
    try (URLClassLoader loader = classpath("")) {
      Configuration configuration =
          Configuration.builder()
              .standardSources(loader, Map.of("REALTIME_CONFIG", file.toString()), new Properties())
              .build();

      assertThat(configuration.get(Keys.TRANSPORT)).isEqualTo(Optional.of(Transport.SSE));
    }
  }

  @Test
  void aClassPathWithoutTheFileIsNoProblem() throws IOException {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(Configuration.builder().classpath(empty).build().warnings()).isEmpty();
    }
  }

  @Test
  void describesEveryKeyInALine() {
    Configuration configuration =
        Configuration.builder()
            .environment(Map.of("REALTIME_TRANSPORT", " sse "))
            .set("realtime.client.token", "hush")
            .build();

    assertThat(configuration.describe().lines())
        .hasSameSizeAs(Keys.all())
        .startsWith("realtime.transport = sse (environment REALTIME_TRANSPORT)")
        .contains("realtime.retention.max-age = 24h (default)")
        .contains("realtime.client.url = - (default)")
        .contains("realtime.client.token = *** (builder)");
  }

  @Test
  void readsASecretFromItsFile() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "hush\n");

    Configuration configuration =
        Configuration.builder().set("realtime.client.token", "file:" + file).build();

    assertThat(configuration.get(Keys.CLIENT_TOKEN)).isEqualTo(Optional.of("hush"));
    assertThat(configuration.describe()).doesNotContain("hush").doesNotContain(file.toString());
  }

  private record Step(String origin, Consumer<Configuration.Builder> on) {}

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("app.properties"), text);
  }

  private URLClassLoader classpath(String text) throws IOException {
    Path root = Files.createDirectories(directory.resolve("classes"));
    Files.writeString(root.resolve("realtime.properties"), text);
    return new URLClassLoader(new URL[] {root.toUri().toURL()}, null);
  }

  private static Properties properties(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return properties;
  }
}
