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

  private static final Pattern ACTIVE = Pattern.compile("\"state\":\"active\"");

  private ServerStatus() {}

  /** How many exchanges the server says are open: parked polls, streams, sockets or webhooks. */
  static int open(RealtimeServer server) {
    String status = get(server.url() + "/status");
    String webhooks = get(server.url() + "/webhooks");
    return OPEN.matcher(status).results().mapToInt(found -> Integer.parseInt(found.group(1))).sum()
        + (int) ACTIVE.matcher(webhooks).results().count();
  }

  private static String get(String url) {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
