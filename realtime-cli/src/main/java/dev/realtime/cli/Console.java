package dev.realtime.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command reads from and writes to: data on standard output, states on standard error.
 *
 * <p>Thread-safe.
 *
 * @param colored whether states and help have colors
 * @param stop ends the command in order
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean colored, Stop stop) {
  private static final String DIM = "\u001b[2m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  /** Whether colors are wanted: on a terminal that has them, unless {@code NO_COLOR} is set. */
  static boolean colored(Map<String, String> environment, boolean terminal) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Writes a line of data at once; false if nobody reads it any more. */
  boolean data(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(bytes, 0, bytes.length);
      return !out.checkError();
    }
  }

  /** Writes what happens. */
  void state(String text) {
    line(DIM, text);
  }

  /** Writes what went wrong. */
  void failure(String text) {
    line(RED, text);
  }

  private void line(String color, String text) {
    String line = colored ? color + text + PLAIN : text;
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (err) {
      err.write(bytes, 0, bytes.length);
      err.flush();
    }
  }
}
