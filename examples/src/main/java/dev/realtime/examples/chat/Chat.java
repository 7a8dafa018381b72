package dev.realtime.examples.chat;

import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A chat server in one process: a realtime server and, beside it, the page. Every room is a channel
 * {@code chat/<room>}, so the chat has no code of its own on the server.
 *
 * <p>Only this machine can reach it, because everybody may write under any name.
 */
public final class Chat {
  private static final String HELP =
      """
      Starts a chat on http://localhost:8080/, to be opened in several tabs.

      Usage: chat [PORT]
        PORT    the port to listen on, 8080 unless given; 0 takes a free one
        --help  shows this
      """;

  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private Chat() {}

  /**
   * Starts the chat and runs until the process is told to stop.
   *
   * @param args the port, or nothing for 8080
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length > 0 && (args[0].equals("--help") || args[0].equals("-h"))) {
      System.out.print(HELP);
      return;
    }
    JETTY.setLevel(Level.WARNING);
    try {
      RealtimeServer server = start(port(args), Configuration.builder().standardSources());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "realtime-chat-stop"));
      System.out.println("open http://localhost:" + server.port() + "/ (stop with Ctrl-C)");
      server.join();
    } catch (UnavailableException e) {
      fail(e.getMessage() + " Here the port is the argument, as in -Dexec.args=8081.");
    } catch (IllegalArgumentException | RejectedException e) {
      fail(e.getMessage());
    }
  }

  private static void fail(@Nullable String why) {
    System.err.println("chat: " + why);
    System.exit(1);
  }

  /** Starts the chat on a port with a configuration whose port and path do not count. */
  static RealtimeServer start(int port, Configuration.Builder configuration) {
    return RealtimeServer.builder()
        .configuration(configuration)
        .port(port)
        .set("realtime.server.path", "/realtime")
        .also(new ChatPages())
        .start();
  }

  private static int port(String[] args) {
    if (args.length == 0) {
      return 8080;
    }
    try {
      int port = Integer.parseInt(args[0]);
      if (args.length == 1 && port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "expected one port from 0 to 65535, found '%s'; see --help"
            .formatted(String.join(" ", args)));
  }
}
