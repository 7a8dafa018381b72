package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.append;

import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import dev.realtime.testkit.tck.EventStreamTalk.Event;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What SPEC 4.14 asks of the bytes of an event stream, whatever client reads them. */
public interface ServerEventStreamContract {
  /** A server of its own for one test. */
  ServerFixture newServer();

  @Test
  @Verifies("4.14")
  default void required_4_14_aStreamResumesFromItsLastIdAlsoBeforeTheFirstBatch()
      throws IOException {
    try (ServerFixture server = newServer()) {
      ChannelLog log = server.engine().open("a");
      try (EventStreamTalk cut = EventStreamTalk.open(server, "a", "latest", "")) {
        assertBeginsAt("0:0", cut, "a channel without entries");
      }
      String first = append(log, 1).toString();
      try (EventStreamTalk resumed = EventStreamTalk.open(server, "a", "latest", "0:0")) {
        assertBeginsAt("0:0", resumed, "a cut before the first batch");
        Assertions.assertEquals(List.of(first), resumed.next("").ids(), "the ids of a batch");
      }
      append(log, 1);
      try (EventStreamTalk resumed = EventStreamTalk.open(server, "a", "earliest", first)) {
        assertBeginsAt(first, resumed, "a cut after the first batch");
        List<Entry> entries = batch(resumed.next("")).entries();
        Assertions.assertEquals(
            List.of(2L), entries.stream().map(Entry::offset).toList(), "offsets after " + first);
      }
    }
  }

  private static void assertBeginsAt(String position, EventStreamTalk stream, String after)
      throws IOException {
    Assertions.assertEquals(
        List.of(position), stream.next("hello").ids(), "the ids of hello after " + after);
  }

  @Test
  @Verifies("4.14")
  default void required_4_14_oneBatchIsOneEventWithItsLastPositionAsId() throws IOException {
    try (ServerFixture server = newServer()) {
      append(server.engine().open("a"), 250);
      try (EventStreamTalk stream = EventStreamTalk.open(server, "a", "earliest", "")) {
        assertBeginsAt("0:0", stream, "earliest");
        Position at = Position.ORIGIN;
        while (at.offset() < 250) {
          Event event = stream.next("");
          Batch batch = batch(event);
          Assertions.assertEquals(at, batch.previous(), "previous of the batch after " + at);
          Assertions.assertEquals(
              List.of(batch.last().toString()), event.ids(), "the ids of the batch after " + at);
          at = batch.last();
        }
      }
    }
  }

  private static Batch batch(Event event) {
    Assertions.assertEquals(1, event.data().size(), () -> "batches in one event " + event);
    return TransportEntries.decode(event.data().get(0), "a");
  }

  @Test
  @Verifies("4.14")
  default void required_4_14_whatIsNoBatchHasNoId() throws IOException {
    try (ServerFixture server = newServer()) {
      append(server.engine().open("a"), 1);
      try (EventStreamTalk stream = EventStreamTalk.open(server, "a", "latest", "")) {
        stream.next("hello");
        Assertions.assertEquals(
            List.of(), stream.next("heartbeat").ids(), "the ids of a heartbeat");

        server.drain();

        Assertions.assertEquals(List.of(), stream.next("bye").ids(), "the ids of bye");
      }
    }
  }
}
