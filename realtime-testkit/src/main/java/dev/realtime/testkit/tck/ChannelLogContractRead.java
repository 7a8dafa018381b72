package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.BlockingLog.numbers;
import static dev.realtime.testkit.tck.BlockingLog.offsets;
import static dev.realtime.testkit.tck.BlockingLog.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import dev.realtime.spi.LogEngine;
import dev.realtime.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a log keeps, and what a read of it gives (SPEC 3.3, 3.4, 3.6, 3.7, 3.16). */
public interface ChannelLogContractRead extends LogSubject {
  /** An entry is the same at every read, whatever was appended, repeated or trimmed meanwhile. */
  @Test
  @Verifies("3.3")
  default void required_3_3_whatAPositionNamesNeverChanges() {
    FakeClock clock = new FakeClock();
    try (LogFixture fixture = open(Retention.defaults().withMaxMessages(10), clock)) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, numbers(1, 8));
      List<Entry> before = log.retained();

      clock.advance(Duration.ofSeconds(1));
      log.store("p", 8, "8", "9", "10", "11", "12");
      List<Entry> after = log.retained();

      assertEquals(before.subList(2, 8), after.subList(0, 6), "offsets 3..8 read a second time");
    }
  }

  /** An engine that is closed and opened again goes on with the same entries in the same epoch. */
  @Test
  @Verifies({"3.3", "3.4", "1.4"})
  default void required_3_3_aRestartChangesNothing() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "1", "2", "3");
      List<Entry> before = log.retained();

      BlockingLog again = fixture.restart().map(BlockingLog::of).orElse(log);

      assertEquals(before, again.retained(), "the entries after a restart in order");
      assertEquals(
          before.get(2).position(),
          again.store("p", 3, "3", "4").get(0).position(),
          "the place of a repeat after a restart in order");
      assertEquals(
          before.get(0).position().withOffset(4),
          again.head(),
          "the head after a restart in order");
    }
  }

  /** A log that lost its entries says so: its epoch is a new one. */
  @Test
  @Verifies("3.4")
  default void required_3_4_aLogThatLostEntriesBeginsANewEpoch() {
    try (LogFixture fixture = open()) {
      BlockingLog.of(fixture.engine()).store("p", 1, "1", "2", "3");
      Position old = BlockingLog.of(fixture.engine()).head();

      LogEngine begun = fixture.wipe();
      BlockingLog log = BlockingLog.of(begun);
      log.store("q", 1, "a", "b", "c", "d");

      assertNotEquals(
          old.epoch(), log.head().epoch(), "the epoch after all acknowledged entries were lost");
      Batch batch = log.read(old);
      assertEquals(
          Optional.of(Gap.Reason.RESET),
          batch.gap().map(Gap::reason),
          "the gap of a read after " + old + ", which was lost");
    }
  }

  /** A log that lost nothing keeps its epoch. */
  @Test
  @Verifies("3.4")
  default void required_3_4_aLogThatLostNothingKeepsItsEpoch() {
    FakeClock clock = new FakeClock();
    try (LogFixture fixture = open(Retention.defaults().withMaxMessages(10), clock)) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "1");
      String epoch = log.head().epoch();

      for (int n = 2; n <= 200; n++) {
        log.store("p", n, "" + n);
        clock.advance(Duration.ofMinutes(n % 7 == 0 ? -1 : 1));
      }

      Set<String> epochs =
          log.retained().stream().map(e -> e.position().epoch()).collect(Collectors.toSet());
      assertEquals(Set.of(epoch), epochs, "the epochs of a log that lost nothing");
    }
  }

  /** What is over the number of messages goes, the oldest first. */
  @Test
  @Verifies("3.6")
  default void required_3_6_retentionOfMessagesRemovesTheOldest() {
    try (LogFixture fixture = open(Retention.defaults().withMaxMessages(3), new FakeClock())) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      for (int n = 1; n <= 200; n++) {
        log.store("p", n, "" + n);

        List<Long> expected = LongStream.rangeClosed(Math.max(1, n - 2), n).boxed().toList();
        assertEquals(expected, offsets(log.retained()), "what is retained of " + n + " messages");
      }
    }
  }

  /** What is over the number of bytes goes, the oldest first; the newest always stays. */
  @Test
  @Verifies("3.6")
  default void required_3_6_retentionOfBytesRemovesTheOldest() {
    try (LogFixture fixture = open(Retention.defaults().withMaxBytes(6), new FakeClock())) {
      BlockingLog log = BlockingLog.of(fixture.engine());

      log.store("p", 1, "11", "22", "33", "44");
      assertEquals(List.of("22", "33", "44"), texts(log.retained()), "what is retained in 6 bytes");

      log.store("p", 5, "123456789");
      assertEquals(List.of("123456789"), texts(log.retained()), "the newest, over the limit");
    }
  }

  /** What is over the age goes, the oldest first; the position of the head always stays. */
  @Test
  @Verifies("3.6")
  default void required_3_6_retentionOfAgeRemovesTheOldest() {
    FakeClock clock = new FakeClock();
    Retention minute = Retention.defaults().withMaxAge(Duration.ofMinutes(1));
    try (LogFixture fixture = open(minute, clock)) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "1");
      clock.advance(Duration.ofSeconds(50));
      log.store("p", 2, "2");

      clock.advance(Duration.ofSeconds(20));
      log.store("p", 3, "3");

      assertEquals(List.of("2", "3"), texts(log.retained()), "what is retained after 70 s");
      clock.advance(Duration.ofHours(1));
      assertEquals(3, log.head().offset(), "the head after an hour of silence");
    }
  }

  /** The time of an entry is never before its predecessor's, whatever the clock does. */
  @Test
  @Verifies("3.6")
  default void required_3_6_timeNeverGoesBack() {
    FakeClock clock = new FakeClock();
    try (LogFixture fixture = open(Retention.defaults(), clock)) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "1");
      clock.advance(Duration.ofHours(-1));

      log.store("p", 2, "2");

      List<Entry> all = log.retained();
      assertEquals(
          all.get(0).timeMillis(),
          all.get(1).timeMillis(),
          "the time of an entry after the clock went back");
    }
  }

  /** A read gives at least one entry, and no more than it was asked for. */
  @Test
  @Verifies("3.7")
  default void required_3_7_aReadGivesAtLeastOneEntry() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "\"long\"", "2", "3", "4");

      assertEquals(
          List.of("\"long\""),
          texts(log.read(Position.ORIGIN, 100, 1).entries()),
          "a read of at most 1 byte before an entry of 6");
      assertEquals(
          List.of("\"long\"", "2"),
          texts(log.read(Position.ORIGIN, 100, 7).entries()),
          "a read of at most 7 bytes");
      assertEquals(
          List.of("\"long\"", "2", "3"),
          texts(log.read(Position.ORIGIN, 3, 100).entries()),
          "a read of at most 3 entries");
      assertEquals(
          List.of("\"long\""),
          texts(log.read(Position.ORIGIN, 1, 100).entries()),
          "a read of at most 1 entry");
    }
  }

  /** Each batch begins where it was asked to and ends where its last entry stands. */
  @Test
  @Verifies("3.16")
  default void required_3_16_theChainOfBatchesIsUnbroken() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, numbers(1, 50));
      Position at = Position.ORIGIN;
      for (int step = 1; at.offset() < 50; step++) {
        Batch batch = log.read(at, step, 1_000);

        assertEquals(at, batch.previous(), "where the batch read after " + at + " begins");
        Entry last = batch.entries().get(batch.entries().size() - 1);
        assertEquals(last.position(), batch.last(), "where the batch read after " + at + " ends");
        at = batch.last();
      }

      Batch end = log.read(at);

      assertEquals(List.of(at, at), List.of(end.previous(), end.last()), "the batch at the head");
    }
  }
}
