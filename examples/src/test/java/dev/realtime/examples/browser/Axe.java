package dev.realtime.examples.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The script of axe-core, which judges a page by the Web Content Accessibility Guidelines. */
final class Axe {
  private static final String VERSION = "/META-INF/maven/org.webjars.npm/axe-core/pom.properties";
  private static final String SCRIPT = "/META-INF/resources/webjars/axe-core/%s/axe.min.js";

  /** What a page breaks of levels A and AA, one line for each element. */
  static final String VIOLATIONS =
      """
      axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] })
        .then((result) => result.violations.flatMap((rule) => rule.nodes.map(
          (node) => `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary}`)))
      """;

  private Axe() {}

  /** The script. */
  static String script() {
    Properties properties = new Properties();
    try (InputStream version = Axe.class.getResourceAsStream(VERSION)) {
      properties.load(version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path = SCRIPT.formatted(properties.getProperty("version"));
    try (InputStream script = Axe.class.getResourceAsStream(path)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
