package dev.realtime.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {
  private static final Path FILE = Path.of("..", "docs", "configuration.md");

  @Test
  void theDocumentIsThatOfTheSchema() throws IOException {
    if (Boolean.getBoolean("realtime.test.update-docs")) {
      Files.writeString(FILE, ConfigurationDocument.text());
    }

    assertThat(Files.readString(FILE).replace("\r\n", "\n"))
        .as(
            "docs/configuration.md; to rewrite it run this test with -Drealtime.test.update-docs=true")
        .isEqualTo(ConfigurationDocument.text());
  }

  @Test
  void theExamplesAreRealMessages() {
    assertThat(ConfigurationDocument.text().lines())
        .containsAll(
            Refusals.of(
                Configuration.builder().environment(Map.of("REALTIME_LONG_POLLING_WAIT", "25"))))
        .containsAll(Refusals.of(Configuration.builder().systemProperties(trasport())));
  }

  private static Properties trasport() {
    Properties properties = new Properties();
    properties.setProperty("realtime.trasport", "sse");
    return properties;
  }
}
