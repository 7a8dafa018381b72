package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
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
import org.junit.jupiter.api.Test;

class SharedLogTest {
  private final MemoryLogEngine engine =
      new MemoryLogEngine(
          Retention.defaults().withMaxMessages(100_000), Clock.systemUTC(), new Random(7));
  private final ChannelLog log = engine.open("a/b");

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
  void aPrincipalWithMostOfTheProducersDrivesOutItsOwn() {
    ProducerTable table = new ProducerTable();
    NewEntry entry = entry("1");
    Position at = new Position("e", 1);
    ProducerTable.Producer quiet = new ProducerTable.Producer("ann", "p");

    table.remember(quiet, 1, at, List.of(entry), 0);
    for (int n = 0; n < 2 * ProducerTable.MAX_PRODUCERS; n++) {
      table.remember(new ProducerTable.Producer("bob", "p" + n), 1, at, List.of(entry), 0);
    }

    assertThat(table.size()).isEqualTo(ProducerTable.MAX_PRODUCERS);
    assertThat(table.nextSequence(quiet, 0)).isEqualTo(2);
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
