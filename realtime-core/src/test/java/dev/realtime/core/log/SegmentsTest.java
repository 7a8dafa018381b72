package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.core.wire.EncodedBatch;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final String TEXT = "text/plain";
  private static final String BYTES = "application/octet-stream";

  private final Segments segments = new Segments();
  private final List<Entry> added = new ArrayList<>();

  private void add(Payload payload) {
    long offset = added.size() + 1L;
    Optional<MessageId> id =
        offset % 3 == 0 ? Optional.of(new MessageId("p", offset)) : Optional.empty();
    Entry entry =
        new Entry(new Position("e", offset), 5, id, "k\"", "type", Map.of("h", "v"), payload);
    added.add(entry);
    segments.add(Segments.encode(entry));
  }

  private static Batch batch(List<Entry> entries) {
    Position previous = new Position("e", entries.get(0).offset() - 1);
    Position last = entries.get(entries.size() - 1).position();
    return new Batch("a", previous, last, last, Optional.empty(), entries);
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  @Test
  void everySliceIsTheJsonOfItsEntries() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      add(payload(random));
    }

    for (int i = 0; i < 500; i++) {
      int from = 1 + random.nextInt(200);
      int to = from + random.nextInt(201 - from);
      Batch encodedNow = batch(added.subList(from - 1, to));
      Batch encodedThen = batch(added.subList(from - 1, to)).withJson(segments.slices(from, to));

      assertThat(text(EncodedBatch.of(encodedThen).json()))
          .as("entries %d to %d, seed %d", from, to, seed)
          .isEqualTo(text(EncodedBatch.of(encodedNow).json()));
      assertThat(segments.read(from, to - from + 1, Integer.MAX_VALUE))
          .isEqualTo(encodedNow.entries());
    }
  }

  private static Payload payload(Random random) {
    String text = "x\u2603\"\n\\".repeat(random.nextInt(200));
    return switch (random.nextInt(4)) {
      case 0 -> Payload.json("[" + random.nextLong() + ",\"" + "y".repeat(text.length()) + "\"]");
      case 1 -> Payload.of(text, TEXT);
      case 2 -> Payload.of("plain".repeat(random.nextInt(2_000)), TEXT);
      default -> Payload.of(text.getBytes(StandardCharsets.UTF_8), BYTES);
    };
  }

  @Test
  void aPayloadThatStandsInTheSegmentAsItIsIsNotKeptTwice() {
    Payload json = Payload.json("{\"a\":[1,2,3]}");
    Payload plain = Payload.of("plain", TEXT);
    Payload escaped = Payload.of("a \"quote\"", TEXT);
    Payload bytes = Payload.of(new byte[] {1, 2, 3}, BYTES);
    List.of(json, plain, escaped, bytes).forEach(this::add);

    assertThat(segments.get(1).payload()).isEqualTo(json).isNotSameAs(json);
    assertThat(segments.get(2).payload()).isEqualTo(plain).isNotSameAs(plain);
    assertThat(segments.get(3).payload()).isSameAs(escaped);
    assertThat(segments.get(4).payload()).isSameAs(bytes);
  }

  @Test
  void aReadEndsAtItsLimits() {
    for (int i = 0; i < 100; i++) {
      add(Payload.json("1234567890"));
    }

    assertThat(segments.read(50, 7, 1_000)).hasSize(7);
    assertThat(segments.read(50, 1_000, 35)).hasSize(3);
    assertThat(segments.read(50, 1_000, 1)).hasSize(1);
    assertThat(segments.read(50, 1_000, 10_000)).hasSize(51);
  }

  @Test
  void anEntryLargerThanASegmentHasOneOfItsOwn() {
    add(Payload.json("1"));
    add(Payload.of("\u0001".repeat(300_000), TEXT));
    add(Payload.json("3"));

    assertThat(segments.read(1, 10, Integer.MAX_VALUE)).isEqualTo(added);
    assertThat(segments.slices(1, 3)).hasSize(3);
    assertThat(segments.slices(2, 2).get(0).remaining()).isGreaterThan(6 * 300_000);
  }

  @Test
  void whatIsTrimmedIsLetGo() {
    for (int i = 0; i < 64; i++) {
      add(Payload.json("\"" + "z".repeat(i * 100) + "\""));
    }
    List<WeakReference<Entry>> old =
        LongStream.range(1, 60).mapToObj(segments::get).map(WeakReference::new).toList();
    added.clear();

    segments.trim(60);

    while (old.stream().anyMatch(entry -> entry.get() != null)) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(segments.read(60, 10, Integer.MAX_VALUE)).hasSize(5);
  }
}
