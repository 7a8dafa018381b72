package dev.realtime.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The check that the pages are held to finds what is wrong. */
class AccessibilityTest {
  private static final String BAD_PAGE =
      """
      <!doctype html><html><head><title>Bad</title></head><body>
      <img src="x.png"><p style="color: #999; background: #fff">Pale.</p><input>
      </body></html>
      """;

  @Test
  void aPageWithoutNamesLanguageAndContrastBreaksTheGuidelines() throws Exception {
    String page = Base64.getEncoder().encodeToString(BAD_PAGE.getBytes(StandardCharsets.UTF_8));
    try (Browser browser = Browser.start();
        Tab tab = browser.open("data:text/html;base64," + page, 320, 640)) {
      tab.await("document.querySelector('input')");

      assertThat(tab.accessibilityViolations())
          .extracting(violation -> violation.substring(0, violation.indexOf(" at ")))
          .contains("image-alt", "color-contrast", "label", "html-has-lang");
    }
  }
}
