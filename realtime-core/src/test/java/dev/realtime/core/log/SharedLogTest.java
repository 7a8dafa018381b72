package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedLogTest {
  private static final int MESSAGES = 2_000;
  private static final int WRITERS = 4;

  private final MemoryLogEngine engine =
      new MemoryLogEngine(
          Retention.defaults().withMaxMessages(100_000), Clock.systemUTC(), new Random(7));
  private final ChannelLog log = engine.open("a/b");

  @Test
  void required_3_2_readersSeeNoHoleWhileFourProducersAppend() throws Exception {
    long seed = 20_261_124;
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      String producer = "p" + w;
      Random random = new Random(seed + w);
      writers.add(CompletableFuture.runAsync(() -> write(producer, random)));
    }

    Random random = new Random(seed);
    Position at = Position.ORIGIN;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (at.offset() < (long) WRITERS * MESSAGES) {
      assertThat(System.nanoTime()).as("seed %s at %s", seed, at).isLessThan(deadline);
      Batch batch = read(at, 1 + random.nextInt(50), 1 << 20);
      long expected = at.offset();
      for (Entry entry : batch.entries()) {
        assertThat(entry.offset()).as("seed %s", seed).isEqualTo(++expected);
      }
      at = batch.last();
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aWakeUpThatThrowsHarmsNeitherTheAppendNorTheOthers() {
    List<String> woken = new ArrayList<>();
    log.onGrowth(
        Position.ORIGIN,
        () -> {
          throw new IllegalStateException("on purpose");
        });
    log.onGrowth(Position.ORIGIN, () -> woken.add("second"));

    AppendResult result = append("p", 1, "1");

    assertThat(result).isInstanceOf(AppendResult.Stored.class);
    assertThat(woken).containsExactly("second");
  }

  @Test
  void aWakeUpFiresOnce() {
    List<String> woken = new ArrayList<>();
    log.onGrowth(Position.ORIGIN, () -> woken.add("once"));

    append("p", 1, "1");
    append("p", 2, "2");

    assertThat(woken).containsExactly("once");
  }

  @Test
  void aSharedBatchKeepsTheLimitsOfEachReader() {
    append("p", 1, "11", "22", "33");

    assertThat(read(Position.ORIGIN, 10, 100).entries()).hasSize(3);
    assertThat(read(Position.ORIGIN, 10, 4).entries()).hasSize(2);
    assertThat(read(Position.ORIGIN, 1, 100).entries()).hasSize(1);
    assertThat(read(Position.ORIGIN, 10, 100).entries()).hasSize(3);
    assertThat(read(Position.ORIGIN, 10, 100)).isSameAs(read(Position.ORIGIN, 10, 100));
  }

  @Test
  void required_1_5_contentOfTheSameHashCodeIsToldApart() {
    append("p", 1, "\"Aa\"");

    assertThat(append("p", 1, "\"BB\"")).isEqualTo(new AppendResult.MessageIdReused(1));
  }

  @Test
  void required_1_4_theLast4096SequencesAreRememberedAcrossOtherProducers() {
    for (int n = 1; n <= 5_000; n++) {
      append("p", n, "1");
      if (n % 1_000 == 0) {
        append("q", n / 1_000, "x");
      }
    }

    Position head = log.bounds().toCompletableFuture().join().head();
    assertThat(append("p", 905, "1"))
        .isEqualTo(new AppendResult.Stored(List.of(new Run(905, head.withOffset(905), 1, true))));
    assertThat(append("p", 1, "1")).isEqualTo(new AppendResult.UnknownProducer());
    assertThat(append("p", 1_000, "1", "1"))
        .isEqualTo(
            new AppendResult.Stored(
                List.of(
                    new Run(1_000, head.withOffset(1_000), 1, true),
                    new Run(1_001, head.withOffset(1_002), 1, true))));
  }

  @Test
  void producersAreBounded() {
    ProducerTable table = new ProducerTable();
    Position at = new Position("e", 1);
    NewEntry entry = entry("1");
    for (int n = 0; n <= ProducerTable.MAX_PRODUCERS; n++) {
      table.remember(new ProducerTable.Producer("", "p" + n), 1, at, List.of(entry), 0);
    }

    assertThat(table.size()).isEqualTo(ProducerTable.MAX_PRODUCERS);
    assertThat(table.nextSequence(new ProducerTable.Producer("", "p0"), 0)).isEqualTo(1);
    assertThat(table.nextSequence(new ProducerTable.Producer("", "p1"), 0)).isEqualTo(2);
    assertThat(
            table.nextSequence(
                new ProducerTable.Producer("", "p1"), Duration.ofMinutes(10).toMillis() + 1))
        .isEqualTo(1);
    assertThat(table.size()).isZero();
  }

  @Test
  void messagesWithoutIdentityAreStoredEachTime() {
    ChannelLog log = engine.open("a");

    for (int n = 0; n < 2; n++) {
      log.append(Append.anonymous(List.of(entry("1"))));
    }

    List<Entry> entries = log.read(Position.ORIGIN, 10, 100).toCompletableFuture().join().entries();
    assertThat(entries).extracting(Entry::id).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void aChannelWithoutEntriesIsNotCounted() {
    engine.open("other");

    append("p", 1, "1");

    assertThat(engine.channels()).isEqualTo(1);
  }

  private void write(String producer, Random random) {
    int next = 1;
    while (next <= MESSAGES) {
      int count = Math.min(1 + random.nextInt(5), MESSAGES + 1 - next);
      String[] data = new String[count];
      java.util.Arrays.fill(data, "1");
      append(producer, next, data);
      next += count;
    }
  }

  private AppendResult append(String producer, long sequence, String... data) {
    List<NewEntry> entries = new ArrayList<>();
    for (String text : data) {
      entries.add(entry(text));
    }
    return log.append(Append.of("", new MessageId(producer, sequence), entries))
        .toCompletableFuture()
        .join();
  }

  private static NewEntry entry(String json) {
    return new NewEntry(Payload.json(json), PublishOptions.defaults());
  }

  private Batch read(Position after, int maxEntries, int maxBytes) {
    return log.read(after, maxEntries, maxBytes).toCompletableFuture().join();
  }
}
