package dev.realtime.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.examples.quickstart.Server;
import dev.realtime.jetty.RealtimeServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The module for browsers, without a page of its own: the document is the server's status. */
class QuickstartInBrowserTest {
  private static Browser browser;

  private final RealtimeServer server =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
  private Tab tab;

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = Browser.start();
  }

  @AfterAll
  static void stopBrowser() {
    browser.close();
  }

  @BeforeEach
  void open() {
    tab = browser.open(server.url() + "/status", 800, 600);
    tab.await("document.body?.innerText.includes('status: up')");
  }

  @AfterEach
  void stop() {
    tab.close();
    server.close();
  }

  private static String snippet() throws IOException {
    try (InputStream in = Server.class.getResourceAsStream("browser.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theSnippetOfTheDocumentationShowsItsOwnMessage() throws IOException {
    tab.evaluate(
        "window.shown = []; window.show = (data) => shown.push(data);"
            + "{ const script = document.createElement('script'); script.type = 'module';"
            + " script.textContent = "
            + Tab.quoted(snippet())
            + "; document.head.append(script); }");

    tab.await("window.shown.length > 0");

    assertThat(tab.evaluate("window.shown.join()").asText()).isEqualTo("hi");
  }
}
