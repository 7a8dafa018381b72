package dev.realtime.examples.chat;

import dev.realtime.core.config.Configuration;
import dev.realtime.examples.browser.Browser;
import dev.realtime.examples.browser.Tab;
import dev.realtime.jetty.RealtimeServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The module for browsers in tabs of one browser; the document is the status of its server. Each
 * test has tabs and servers of its own.
 */
final class BrowserModule implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable Browser browser;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    browser = Browser.start();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    open.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Objects.requireNonNull(browser).close();
  }

  static RealtimeServer.Builder server() {
    return RealtimeServer.builder().configuration(Configuration.builder()).port(0);
  }

  /** Starts a server and opens a document of it. */
  Tab start(RealtimeServer.Builder builder) {
    RealtimeServer server = builder.start();
    Tab tab = open(server);
    open.add(server);
    return tab;
  }

  /** Opens a document of a server. */
  Tab open(RealtimeServer server) {
    Tab tab = Objects.requireNonNull(browser).open(server.url() + "/status", 800, 600);
    open.add(tab);
    tab.await("document.body?.innerText.includes('status: up')");
    return tab;
  }

  /** Closes one more with the rest. */
  void closeLater(AutoCloseable one) {
    open.add(one);
  }

  /** What the body of a function of the module gives. */
  static String run(Tab tab, String body) {
    return tab.evaluate(
            "import('/realtime/client.js').then(async ({ connect, Failure }) => {" + body + "})")
        .asText();
  }
}
