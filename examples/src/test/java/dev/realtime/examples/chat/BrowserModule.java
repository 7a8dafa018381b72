package dev.realtime.examples.chat;

import dev.realtime.core.config.Configuration;
import dev.realtime.examples.browser.Browser;
import dev.realtime.examples.browser.Tab;
import dev.realtime.jetty.RealtimeServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The module for browsers in a tab of its own; the document is the status of its server. */
final class BrowserModule {
  private final Supplier<Browser> browser;
  private final List<AutoCloseable> open = new ArrayList<>();

  BrowserModule(Supplier<Browser> browser) {
    this.browser = browser;
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
    Tab tab = browser.get().open(server.url() + "/status", 800, 600);
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

  /** Closes the tabs and the servers. */
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }
}
