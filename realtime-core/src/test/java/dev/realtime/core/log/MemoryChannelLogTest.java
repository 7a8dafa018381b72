package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.core.log.Epochs.EpochStart;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
  private final MemoryChannelLog log =
      new MemoryChannelLog("a/b", Retention.defaults(), clock, () -> "e");

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
  void aProducerIsForgottenAfterTenMinutesOfSilence() {
    append("p", 1, "1");
    now = now.plus(Duration.ofMinutes(10)).plusMillis(1);
    append("q", 1, "1");

    assertThat(append("p", 2, "2")).isEqualTo(new AppendResult.UnknownProducer());
  }

  @Test
  void readersAtOnePositionShareTheBatch() {
    append("p", 1, "1");

    assertThat(read(Position.ORIGIN)).isSameAs(read(Position.ORIGIN));
    append("p", 2, "2");
    assertThat(read(Position.ORIGIN).entries()).hasSize(2);
  }

  @Test
  void aSharedBatchIsNotGivenWhenItsEntriesAreTooOld() {
    append("p", 1, "1");
    Batch before = read(Position.ORIGIN);

    now = now.plus(Retention.defaults().maxAge()).plusMillis(1);

    assertThat(before.entries()).hasSize(1);
    assertThat(read(Position.ORIGIN).entries()).isEmpty();
  }

  @Test
  void openingAnotherChannelFreesWhatIsTooOldInThoseNobodyTouches() {
    MemoryLogEngine engine = new MemoryLogEngine(Retention.defaults(), clock, new Random(1));
    engine.open("a").append(Append.anonymous(List.of(entry("1"))));
    WeakReference<Entry> old = new WeakReference<>(onlyEntry(engine.open("a")));

    now = now.plus(Retention.defaults().maxAge()).plusMillis(1);
    engine.open("b");

    while (old.get() != null) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(engine.open("a").bounds().toCompletableFuture().join().head().offset()).isOne();
  }

  private static Entry onlyEntry(ChannelLog log) {
    return log.read(Position.ORIGIN, 1, 1).toCompletableFuture().join().entries().get(0);
  }

  private static NewEntry entry(String json) {
    return new NewEntry(Payload.json(json), PublishOptions.defaults());
  }

  @Test
  void aCancelledWakeUpIsNotKept() {
    Runnable cancel = log.onGrowth(Position.ORIGIN, () -> {});

    cancel.run();

    assertThat(log.waiting()).isZero();
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

  private Batch read(Position after) {
    return log.read(after, 1_000, 1 << 20).toCompletableFuture().join();
  }
}
