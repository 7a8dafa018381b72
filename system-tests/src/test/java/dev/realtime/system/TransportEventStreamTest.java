package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.Transport;
import dev.realtime.spi.Append;
import dev.realtime.spi.NewEntry;
import dev.realtime.testkit.tck.TransportContract;
import dev.realtime.testkit.tck.TransportDrainContract;
import dev.realtime.testkit.tck.TransportFaultContract;
import dev.realtime.testkit.tck.TransportReaderContract;
import dev.realtime.testkit.tck.TransportStreamContract;
import dev.realtime.testkit.tck.Verifies;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportEventStreamTest
    implements TransportContract,
        TransportReaderContract,
        TransportFaultContract,
        TransportStreamContract,
        TransportDrainContract {
  @Override
  public TransportServerFixture newFixture() {
    return new TransportServerFixture(Transport.SSE);
  }

  @Test
  @Verifies("4.14")
  void required_4_14_aStreamResumesFromItsLastIdAlsoBeforeTheFirstBatch() throws IOException {
    try (TransportServerFixture fixture = newFixture()) {
      try (InputStream cut = events(fixture, "latest", "")) {
        String hello = event(cut);
        assertThat(hello).startsWith("retry: ").contains("\nevent: hello\nid: 0:0\ndata: {");
      }
      append(fixture, "1");
      String last;
      try (InputStream resumed = events(fixture, "latest", "0:0")) {
        assertThat(event(resumed)).contains("\nevent: hello\nid: 0:0\n");
        String batch = event(resumed);
        assertThat(batch).matches("id: [a-z2-7]+:1\ndata: \\{\"channel\":\"a\".*}");
        last = batch.substring("id: ".length(), batch.indexOf('\n'));
        assertThat(event(resumed)).startsWith("event: heartbeat\ndata: {").doesNotContain("id: ");
      }
      append(fixture, "2");
      try (InputStream resumed = events(fixture, "earliest", last)) {
        assertThat(event(resumed)).contains("\nid: " + last + "\n");
        assertThat(event(resumed))
            .startsWith("id: ")
            .contains("\"offset\":2,")
            .doesNotContain("\r");
      }
    }
  }

  private static void append(TransportServerFixture fixture, String json) {
    NewEntry entry = new NewEntry(Payload.json(json), PublishOptions.defaults());
    fixture.log("a").append(Append.anonymous(List.of(entry))).toCompletableFuture().join();
  }

  private static InputStream events(TransportServerFixture fixture, String after, String lastId)
      throws IOException {
    URI uri =
        URI.create(
            "http://127.0.0.1:" + fixture.proxy().port() + "/realtime/channels/a?after=" + after);
    URLConnection connection = uri.toURL().openConnection();
    connection.setReadTimeout(10_000);
    connection.setRequestProperty("Accept", "text/event-stream");
    if (!lastId.isEmpty()) {
      connection.setRequestProperty("Last-Event-ID", lastId);
    }
    return connection.getInputStream();
  }

  private static String event(InputStream stream) throws IOException {
    StringBuilder event = new StringBuilder();
    while (event.indexOf("\n\n") < 0) {
      int next = stream.read();
      assertThat(next).as("after %s", event).isNotNegative();
      event.append((char) next);
    }
    return event.substring(0, event.length() - 2);
  }
}
