package dev.realtime.benchmarks;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.core.wire.EntryWriter;
import dev.realtime.core.wire.JsonWriter;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A hundred entries of 100 bytes, and batches of them. */
@State(Scope.Thread)
public class Entries {
  private static final Position START = new Position("k3f9x2m7q1abc", 41);

  private final List<Entry> entries =
      LongStream.rangeClosed(1, 100).mapToObj(Entries::entry).toList();
  private final List<ByteBuffer> jsonOfOne = jsonOf(entries.subList(0, 1));
  private final List<ByteBuffer> jsonOfAll = jsonOf(entries);
  private final Batch shared = batch(entries, 1);

  private static Entry entry(long number) {
    return new Entry(
        START.withOffset(START.offset() + number),
        1_764_000_000_000L,
        Optional.empty(),
        "",
        "",
        Map.of(),
        Payload.of(Message.payload(number, 100), Payload.JSON));
  }

  /** The position before the entries. */
  Position start() {
    return START;
  }

  /** A new batch of the first entries. */
  Batch batch(int count) {
    return batch(entries, count);
  }

  private static Batch batch(List<Entry> entries, int count) {
    List<Entry> some = entries.subList(0, count);
    Position last = some.get(count - 1).position();
    return new Batch("bench", START, last, last, Optional.empty(), some);
  }

  /** The JSON of the first entries, as a log keeps it. */
  List<ByteBuffer> json(int count) {
    return count == 1 ? jsonOfOne : jsonOfAll;
  }

  private static List<ByteBuffer> jsonOf(List<Entry> entries) {
    JsonWriter json = new JsonWriter(16_384);
    for (Entry entry : entries) {
      EntryWriter.write(entry, json.size() == 0 ? json : json.raw(","));
    }
    return List.of(ByteBuffer.wrap(json.toByteArray()));
  }

  /** Always the same batch. */
  Batch shared() {
    return shared;
  }
}
