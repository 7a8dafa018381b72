package dev.realtime.examples.web;

import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An example as a command: a page on a port until the process is told to stop. */
public final class Program {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  /** What begins an example. */
  public interface Start {
    /** A running server on a port, with the configuration of this process. */
    RealtimeServer on(int port, Configuration.Builder configuration);
  }

  private final String name;
  private final String help;

  /**
   * A command.
   *
   * @param what what it starts, such as {@code a chat}
   */
  public Program(String name, String what) {
    this.name = name;
    this.help =
        """
        Starts %s on http://localhost:8080/, to be opened in a browser.

        Usage: %s [PORT]
          PORT    the port to listen on, 8080 unless given; 0 takes a free one
          --help  shows this
        """
            .formatted(what, name);
  }

  /**
   * Starts a server and returns when it has stopped.
   *
   * @param args the port, or nothing for 8080
   */
  public void run(String[] args, Start start) throws InterruptedException {
    if (args.length > 0 && (args[0].equals("--help") || args[0].equals("-h"))) {
      System.out.print(help);
      return;
    }
    JETTY.setLevel(Level.WARNING);
    try {
      RealtimeServer server = start.on(port(args), Configuration.builder().standardSources());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "realtime-" + name + "-stop"));
      System.out.println("open http://localhost:" + server.port() + "/ (stop with Ctrl-C)");
      server.join();
    } catch (UnavailableException e) {
      fail(e.getMessage() + " Here the port is the argument, as in -Dexec.args=8081.");
    } catch (IllegalArgumentException | RejectedException e) {
      fail(e.getMessage());
    }
  }

  private void fail(@Nullable String why) {
    System.err.println(name + ": " + why);
    System.exit(1);
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
