package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.Start;
import dev.realtime.core.log.Epochs.EpochStart;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryChannelLogTest {
  private Instant now = Instant.ofEpochSecond(1_764_000_000);
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private MemoryChannelLog log = log(Retention.defaults());

  @ParameterizedTest
  @CsvSource({
    "0:0, TRIMMED, 1, 4, a:4",
    "a:0, TRIMMED, 1, 4, a:4",
    "a:3, TRIMMED, 4, 4, a:4",
    "a:4, , , ,",
    "a:6, , , ,",
    "a:7, DIVERGED, 7, 7, a:6",
    "b:5, RESET, 0, 0, a:4",
    "b:6, , , ,",
    "b:9, , , ,",
    "b:10, DIVERGED, 10, 10, b:9",
    "c:8, , , ,",
    "z:5, RESET, 0, 0, a:4",
  })
  void required_3_8_to_3_11_aPositionIsHonouredOrItsLossIsNamed(
      String after, Gap.Reason reason, Long from, Long to, String resume) {
    List<EpochStart> starts =
        List.of(new EpochStart("a", 1), new EpochStart("b", 7), new EpochStart("c", 10));
    Epochs epochs = new Epochs(starts, 5, 12);
    if (after.equals("c:8")) {
      assertThat(epochs.lossAfter(Position.parse(after)).orElseThrow().reason())
          .isEqualTo(Gap.Reason.RESET);
      return;
    }

    var gap = epochs.lossAfter(Position.parse(after));

    if (reason == null) {
      assertThat(gap).isEmpty();
    } else {
      assertThat(gap)
          .contains(new Gap(Position.parse(after), from, to, reason, Position.parse(resume)));
    }
  }

  @Test
  void required_3_1_offsetsAreContiguousFromOne() {
    append("p", 1, "1", "2");
    append("q", 1, "3");

    assertThat(read(Position.ORIGIN).entries())
        .extracting(Entry::offset)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void required_1_4_aRepeatedMessageIsNotStoredAgain() {
    append("p", 1, "1", "2");
    append("q", 1, "x");

    AppendResult again = append("p", 1, "1", "2", "3");

    Position first = read(Position.ORIGIN).entries().get(0).position();
    assertThat(((AppendResult.Stored) again).runs())
        .containsExactly(new Run(1, first, 2, true), new Run(3, first.withOffset(4), 1, false));
    assertThat(read(Position.ORIGIN).entries()).hasSize(4);
  }

  @Test
  void required_1_5_theSameIdWithOtherContentIsRefused() {
    append("p", 1, "1");

    assertThat(append("p", 1, "2")).isEqualTo(new AppendResult.MessageIdReused(1));
  }

  @Test
  void required_1_6_aSequenceThatSkipsAheadIsRefusedWithTheExpectedOne() {
    append("p", 1, "1");

    assertThat(append("p", 3, "3")).isEqualTo(new AppendResult.OutOfSequence(2));
    assertThat(append("new", 2, "2")).isEqualTo(new AppendResult.UnknownProducer());
    assertThat(read(Position.ORIGIN).entries()).hasSize(1);
  }

  @Test
  void aProducerIsForgottenAfterTenMinutesOfSilence() {
    append("p", 1, "1");
    now = now.plus(Duration.ofMinutes(10)).plusMillis(1);
    append("q", 1, "1");

    assertThat(append("p", 2, "2")).isEqualTo(new AppendResult.UnknownProducer());
  }

  @Test
  void required_3_6_and_3_9_retentionRemovesTheOldestAndSaysSo() {
    log = log(Retention.defaults().withMaxMessages(3));
    append("p", 1, IntStream.rangeClosed(1, 10).mapToObj(String::valueOf).toArray(String[]::new));

    Batch batch = read(Position.ORIGIN);

    assertThat(batch.gap().orElseThrow().from()).isEqualTo(1);
    assertThat(batch.gap().orElseThrow().to()).isEqualTo(7);
    assertThat(batch.entries()).extracting(Entry::offset).containsExactly(8L, 9L, 10L);
  }

  @Test
  void retentionCountsBytesAndAge() {
    log = log(new Retention(100, 4, Duration.ofMinutes(1)));
    append("p", 1, "11", "22", "33");
    assertThat(read(log.resolve(Start.earliest()).toCompletableFuture().join()).entries())
        .hasSize(2);

    now = now.plus(Duration.ofMinutes(2));
    append("p", 4, "44");

    assertThat(read(log.resolve(Start.earliest()).toCompletableFuture().join()).entries())
        .hasSize(1);
  }

  @Test
  void required_3_7_aReadGivesAtLeastOneEntry() {
    append("p", 1, "\"long\"", "2");

    Batch batch = log.read(Position.ORIGIN, 100, 1).toCompletableFuture().join();

    assertThat(batch.entries()).hasSize(1);
    assertThat(batch.last().offset()).isEqualTo(1);
    assertThat(batch.head().offset()).isEqualTo(2);
  }

  @Test
  void readersAtOnePositionShareTheBatch() {
    append("p", 1, "1");

    assertThat(read(Position.ORIGIN)).isSameAs(read(Position.ORIGIN));
    append("p", 2, "2");
    assertThat(read(Position.ORIGIN).entries()).hasSize(2);
  }

  @Test
  void symbolicStartsRaiseNoGap() {
    assertThat(log.resolve(Start.latest()).toCompletableFuture().join()).isEqualTo(Position.ORIGIN);
    append("p", 1, "1", "2", "3");

    assertThat(resolve(Start.latest())).isEqualTo(3);
    assertThat(resolve(Start.earliest())).isZero();
    assertThat(resolve(Start.last(2))).isEqualTo(1);
    assertThat(resolve(Start.last(9))).isZero();
  }

  @Test
  void required_3_13_aWakeUpMayAppendAndRead() {
    List<Integer> seen = new ArrayList<>();
    log.onGrowth(
        Position.ORIGIN,
        () -> {
          append("w", 1, "again");
          seen.add(read(Position.ORIGIN).entries().size());
        });

    append("p", 1, "1");

    assertThat(seen).containsExactly(2);
    assertThat(log.waiting()).isZero();
  }

  @Test
  void aCancelledWakeUpIsNotKept() {
    Runnable cancel = log.onGrowth(Position.ORIGIN, () -> {});

    cancel.run();

    assertThat(log.waiting()).isZero();
  }

  @Test
  void stochastic_3_12_aWakeUpIsNeverLostWhenAppendAndRegistrationRace() throws Exception {
    int rounds = 100_000;
    Thread writer =
        new Thread(
            () -> LongStream.rangeClosed(1, rounds).forEach(n -> append("p", n, "1")),
            "realtime-test-writer");
    writer.start();
    Position at = Position.ORIGIN;
    long expected = 1;
    while (expected <= rounds) {
      CountDownLatch woken = new CountDownLatch(1);
      log.onGrowth(at, woken::countDown);
      assertThat(woken.await(10, TimeUnit.SECONDS)).as("woken after %s", at).isTrue();
      Batch batch = read(at);
      for (Entry entry : batch.entries()) {
        expected = Math.max(expected, entry.offset() + 1);
      }
      at = batch.last();
    }
    writer.join();
    assertThat(at.offset()).isEqualTo(rounds);
  }

  private MemoryChannelLog log(Retention retention) {
    return new MemoryChannelLog("a/b", retention, clock, () -> "e");
  }

  private AppendResult append(String producer, long sequence, String... data) {
    List<NewEntry> entries = new ArrayList<>();
    for (String text : data) {
      entries.add(new NewEntry(Payload.json(text), PublishOptions.defaults()));
    }
    return log.append(Append.of("", new MessageId(producer, sequence), entries))
        .toCompletableFuture()
        .join();
  }

  private Batch read(Position after) {
    return log.read(after, 1_000, 1 << 20).toCompletableFuture().join();
  }

  private long resolve(Start start) {
    return log.resolve(start).toCompletableFuture().join().offset();
  }
}
