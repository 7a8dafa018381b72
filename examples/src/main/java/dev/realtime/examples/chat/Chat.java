package dev.realtime.examples.chat;

import dev.realtime.core.config.Configuration;
import dev.realtime.examples.web.Pages;
import dev.realtime.examples.web.Program;
import dev.realtime.jetty.RealtimeServer;
import java.util.List;

/**
 * A chat server in one process: a realtime server and, beside it, the page. Every room is a channel
 * {@code chat/<room>}, so the chat has no code of its own on the server.
 *
 * <p>Only this machine can reach it, because everybody may write under any name.
 */
public final class Chat {
  private static final List<String> FILES =
      List.of(
          "index.html", "base.css", "chat.css", "icon.svg", "chat.js", "messages.js", "outbox.js");

  private Chat() {}

  /**
   * Starts the chat and runs until the process is told to stop.
   *
   * @param args the port, or nothing for 8080
   */
  public static void main(String[] args) throws InterruptedException {
    new Program("chat", "a chat").run(args, Chat::start);
  }

  /** Starts the chat on a port with a configuration whose port and path do not count. */
  static RealtimeServer start(int port, Configuration.Builder configuration) {
    return RealtimeServer.builder()
        .configuration(configuration)
        .port(port)
        .set("realtime.server.path", "/realtime")
        .also(new Pages(Chat.class, FILES))
        .start();
  }
}
