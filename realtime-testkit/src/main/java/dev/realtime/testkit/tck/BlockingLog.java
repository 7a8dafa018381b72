package dev.realtime.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.Start;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import dev.realtime.spi.LogEngine;
import dev.realtime.spi.NewEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A channel's log with calls that wait for their answers. Thread-safe. */
final class BlockingLog {
  private static final String CHANNEL = "tck/log";
  private static final int ANY_BYTES = 1 << 20;

  private final ChannelLog log;

  /** Where one message of an append stands. */
  record Placed(long sequence, Position position, boolean duplicate) {}

  private BlockingLog(ChannelLog log) {
    this.log = log;
  }

  static BlockingLog of(LogEngine engine) {
    return of(engine, CHANNEL);
  }

  static BlockingLog of(LogEngine engine, String channel) {
    return new BlockingLog(engine.open(channel));
  }

  ChannelLog log() {
    return log;
  }

  static Append of(String producer, long sequence, String... json) {
    return Append.of("", new MessageId(producer, sequence), entries(json));
  }

  static List<NewEntry> entries(String... json) {
    return Arrays.stream(json).map(BlockingLog::entry).toList();
  }

  static NewEntry entry(String json) {
    return new NewEntry(Payload.json(json), PublishOptions.defaults());
  }

  /** The numbers from..to as JSON, for as many messages that can be told apart. */
  static String[] numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toArray(String[]::new);
  }

  AppendResult append(Append append) {
    return Waits.join(log.append(append), "the answer to an append");
  }

  AppendResult append(String producer, long sequence, String... json) {
    return append(of(producer, sequence, json));
  }

  /** Appends messages that the log must store, and gives their places in order. */
  List<Placed> store(String producer, long sequence, String... json) {
    return placed(append(producer, sequence, json));
  }

  static List<Placed> placed(AppendResult result) {
    if (!(result instanceof AppendResult.Stored stored)) {
      throw new AssertionError("expected that the append is stored, found " + result);
    }
    List<Placed> all = new ArrayList<>();
    for (Run run : stored.runs()) {
      for (int i = 0; i < run.count(); i++) {
        Position at = run.position().withOffset(run.position().offset() + i);
        all.add(new Placed(run.sequence() + i, at, run.duplicate()));
      }
    }
    return all;
  }

  Batch read(Position after) {
    return read(after, 100_000, ANY_BYTES);
  }

  Batch read(Position after, int maxEntries, int maxBytes) {
    return Waits.join(log.read(after, maxEntries, maxBytes), "a read after " + after);
  }

  /** All entries that follow a position, read in steps; fails at a gap. */
  List<Entry> readAll(Position after, int maxEntries) {
    List<Entry> all = new ArrayList<>();
    Position at = after;
    for (Batch batch = read(at, maxEntries, ANY_BYTES);
        !batch.isEmpty();
        batch = read(at, maxEntries, ANY_BYTES)) {
      assertEquals(Optional.empty(), batch.gap(), "the gap of a read after " + at);
      assertNotEquals(at, batch.last(), "the end of a read that gave " + batch);
      all.addAll(batch.entries());
      at = batch.last();
    }
    return all;
  }

  /** What the log holds, from the oldest retained entry on. */
  List<Entry> retained() {
    return readAll(resolve(Start.earliest()), 100_000);
  }

  Position resolve(Start start) {
    return Waits.join(log.resolve(start), "the position of " + start);
  }

  Bounds bounds() {
    return Waits.join(log.bounds(), "the bounds");
  }

  Position head() {
    return bounds().head();
  }

  long nextSequence(String producer) {
    return Waits.join(log.nextSequence("", producer), "the next sequence of " + producer);
  }

  static List<String> texts(List<Entry> entries) {
    return entries.stream().map(entry -> entry.payload().toText()).toList();
  }

  static List<Long> offsets(List<Entry> entries) {
    return entries.stream().map(Entry::offset).toList();
  }
}
