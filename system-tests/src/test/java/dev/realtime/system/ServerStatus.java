package dev.realtime.system;

import dev.realtime.jetty.RealtimeServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What the status page of a server says. */
final class ServerStatus {
  private static final Pattern OPEN =
      Pattern.compile("(?:longPolls|eventStreams|sockets): ([0-9]+)");

  private ServerStatus() {}

  /** How many exchanges the server says are open: parked polls, streams or sockets. */
  static int open(RealtimeServer server) {
    URI status = URI.create(server.url() + "/status");
    try (InputStream body = status.toURL().openStream()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return OPEN.matcher(text).results().mapToInt(found -> Integer.parseInt(found.group(1))).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
