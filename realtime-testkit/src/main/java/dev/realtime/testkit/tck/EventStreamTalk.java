package dev.realtime.testkit.tck;

import dev.realtime.testkit.RecordingSubscriber;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** An event stream as its bytes are, without a client that forgives. Confined to one thread. */
final class EventStreamTalk implements AutoCloseable {
  private final HttpURLConnection connection;
  private final InputStream stream;

  private EventStreamTalk(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    this.stream = connection.getInputStream();
  }

  /** One event: its type, empty for a batch, and each of its ids and lines of data. */
  record Event(String type, List<String> ids, List<String> data) {}

  /**
   * Connects.
   *
   * @param lastId the {@code Last-Event-ID}, empty for none
   */
  static EventStreamTalk open(ServerFixture server, String channel, String after, String lastId)
      throws IOException {
    URI uri = URI.create(server.url() + "/channels/" + channel + "?after=" + after);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setReadTimeout((int) RecordingSubscriber.CAP.toMillis());
    connection.setRequestProperty("Accept", "text/event-stream");
    if (!lastId.isEmpty()) {
      connection.setRequestProperty("Last-Event-ID", lastId);
    }
    return new EventStreamTalk(connection);
  }

  /** The next event of a type; others are passed over. */
  Event next(String type) throws IOException {
    Event event = next();
    while (!event.type().equals(type)) {
      event = next();
    }
    return event;
  }

  private Event next() throws IOException {
    String type = "";
    List<String> ids = new ArrayList<>();
    List<String> data = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(": ");
      Assertions.assertTrue(colon > 0, "a line that is no field and value: " + line);
      String value = line.substring(colon + 2);
      switch (line.substring(0, colon)) {
        case "event" -> type = value;
        case "id" -> ids.add(value);
        case "data" -> data.add(value);
        default -> {}
      }
    }
    return new Event(type, List.copyOf(ids), List.copyOf(data));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = stream.read(); next != '\n'; next = stream.read()) {
      Assertions.assertTrue(next >= 0, () -> "the stream ended after: " + line);
      Assertions.assertTrue(next != '\r', () -> "a line does not end in LF alone: " + line);
      line.append((char) next);
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
