package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.BlockingLog.numbers;
import static dev.realtime.testkit.tck.BlockingLog.offsets;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.Batch;
import dev.realtime.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a log answers to each position (SPEC 3.8–3.11). */
public interface ChannelLogContractPosition extends LogSubject {
  /** After every valid position come the entries that follow it, once each. */
  @Test
  @Verifies("3.8")
  default void required_3_8_everyPositionIsFollowedByItsEntries() {
    long seed = Seed.of("required_3_8");
    Random random = new Random(seed);
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, numbers(1, 60));
      Position head = log.head();

      for (int offset = 0; offset <= 60; offset++) {
        Position after = head.withOffset(offset);

        List<Long> read = offsets(log.readAll(after, 1 + random.nextInt(10)));

        List<Long> expected = LongStream.rangeClosed(offset + 1, 60).boxed().toList();
        assertEquals(expected, read, "what follows " + after + ", seed " + seed);
      }
      assertEquals(60, log.readAll(Position.ORIGIN, 7).size(), "entries after 0:0");
    }
  }

  /** Before the first entry 0:0 is valid and followed by nothing. */
  @Test
  @Verifies("3.8")
  default void required_3_8_theOriginIsValidInAnEmptyLog() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());

      Batch batch = log.read(Position.ORIGIN);

      assertEquals(Optional.empty(), batch.gap(), "the gap of a read after 0:0 of an empty log");
      assertEquals(Position.ORIGIN, batch.last(), "the end of a read after 0:0 of an empty log");
    }
  }

  /** A valid position whose next entry was removed is answered with exactly what is missing. */
  @Test
  @Verifies("3.9")
  default void required_3_9_whatRetentionRemovedIsAnnouncedExactly() {
    try (LogFixture fixture = trimmedTo8To10()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      Position resume = log.head().withOffset(7);

      for (int offset = 0; offset <= 6; offset++) {
        Position after = offset == 0 ? Position.ORIGIN : resume.withOffset(offset);
        Batch batch = log.read(after);

        Gap expected = new Gap(after, offset + 1, 7, Gap.Reason.TRIMMED, resume);
        assertEquals(
            Optional.of(expected),
            batch.gap(),
            "the gap after " + after + ", of which 8..10 are retained");
        assertEquals(resume, batch.previous(), "where the batch after the gap begins");
        assertEquals(List.of(8L, 9L, 10L), offsets(batch.entries()), "the entries after the gap");
      }
    }
  }

  /** What is over its age is announced though nobody appends; the head stays where it is. */
  @Test
  @Verifies("3.9")
  default void required_3_9_whatIsTooOldIsAnnouncedWithoutAnAppend() {
    FakeClock clock = new FakeClock();
    Retention minute = Retention.defaults().withMaxAge(Duration.ofMinutes(1));
    try (LogFixture fixture = open(minute, clock)) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, numbers(1, 4));
      clock.advance(Duration.ofSeconds(40));
      log.store("p", 5, numbers(5, 6));
      Position head = log.head();
      log.read(Position.ORIGIN);

      clock.advance(Duration.ofSeconds(40));
      assertTooOld(log, Position.ORIGIN, head.withOffset(4));
      assertEquals(List.of(5L, 6L), offsets(log.read(Position.ORIGIN).entries()), "what is kept");

      clock.advance(Duration.ofSeconds(40));
      assertTooOld(log, head.withOffset(1), head);
      assertEquals(List.of(), log.read(Position.ORIGIN).entries(), "what is kept after 2 minutes");
      assertEquals(Optional.empty(), log.read(head).gap(), "the gap after the head");
      assertEquals(7, log.store("p", 7, "7").get(0).position().offset(), "the next offset");
      assertEquals(List.of(7L), offsets(log.read(head).entries()), "what follows the old head");
    }
  }

  private static void assertTooOld(BlockingLog log, Position after, Position earliest) {
    Gap lost = new Gap(after, after.offset() + 1, earliest.offset(), Gap.Reason.TRIMMED, earliest);
    assertEquals(Optional.of(lost), log.read(after).gap(), "the gap after " + after);
    assertEquals(earliest, log.resolve(Start.earliest()), "the earliest start");
    assertEquals(earliest, log.bounds().earliest(), "the earliest position of the bounds");
  }

  /** The last position before the oldest retained entry misses nothing. */
  @Test
  @Verifies("3.9")
  default void required_3_9_noGapIsAnnouncedWithoutALoss() {
    try (LogFixture fixture = trimmedTo8To10()) {
      BlockingLog log = BlockingLog.of(fixture.engine());

      for (int offset = 7; offset <= 10; offset++) {
        Batch batch = log.read(log.head().withOffset(offset));

        assertEquals(Optional.empty(), batch.gap(), "the gap after " + offset + " of 8..10");
      }
    }
  }

  /** An epoch that the log never had is answered as a reset. */
  @Test
  @Verifies("3.10")
  default void required_3_10_anUnknownEpochIsAReset() {
    try (LogFixture fixture = trimmedTo8To10()) {
      BlockingLog log = BlockingLog.of(fixture.engine());

      for (long offset : new long[] {0, 5, 8, 10, 999}) {
        Position after = new Position("never", offset);
        Batch batch = log.read(after);

        Gap expected = Gap.reset(after, log.head().withOffset(7));
        assertEquals(Optional.of(expected), batch.gap(), "the gap after " + after);
        assertEquals(List.of(8L, 9L, 10L), offsets(batch.entries()), "the entries after the reset");
      }
    }
  }

  /** A channel without entries knows no epoch but that of 0:0. */
  @Test
  @Verifies("3.10")
  default void required_3_10_anyPositionInAnEmptyLogIsAReset() {
    try (LogFixture fixture = open()) {
      Position after = new Position("never", 3);

      Batch batch = BlockingLog.of(fixture.engine()).read(after);

      assertEquals(
          Optional.of(Gap.reset(after, Position.ORIGIN)), batch.gap(), "the gap after " + after);
      assertEquals(Position.ORIGIN, batch.last(), "where delivery goes on after the reset");
    }
  }

  /** Symbolic starts are where they say and raise no gap. */
  @Test
  @Verifies("3.10")
  default void required_3_10_symbolicStartsRaiseNoGap() {
    try (LogFixture fixture = trimmedTo8To10()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      List<Start> starts =
          List.of(Start.latest(), Start.earliest(), Start.last(1), Start.last(3), Start.last(99));
      List<Long> expected = List.of(10L, 7L, 9L, 7L, 7L);

      for (int i = 0; i < starts.size(); i++) {
        Position at = log.resolve(starts.get(i));

        assertEquals(
            log.head().withOffset(expected.get(i)), at, "where " + starts.get(i) + " of 8..10 is");
        assertEquals(Optional.empty(), log.read(at).gap(), "the gap after " + starts.get(i));
      }
    }
  }

  /** Symbolic starts of a channel without entries are before the first. */
  @Test
  @Verifies("3.10")
  default void required_3_10_symbolicStartsOfAnEmptyLogAreTheOrigin() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());

      for (Start start : List.of(Start.latest(), Start.earliest(), Start.last(9))) {
        assertEquals(Position.ORIGIN, log.resolve(start), "where " + start + " of nothing is");
      }
    }
  }

  /** A position beyond the head is answered at once with what was lost. */
  @Test
  @Verifies({"3.11", "3.10"})
  default void required_3_11_aPositionBeyondTheHeadIsDiverged() {
    try (LogFixture fixture = trimmedTo8To10()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      Position head = log.head();

      for (long offset : new long[] {11, 12, 999, Position.MAX_OFFSET}) {
        Position after = head.withOffset(offset);
        Batch batch = log.read(after);

        Gap expected = new Gap(after, 11, offset, Gap.Reason.DIVERGED, head);
        assertEquals(
            Optional.of(expected), batch.gap(), "the gap after " + after + ", head " + head);
        assertEquals(head, batch.last(), "where delivery goes on after " + after);
      }
    }
  }

  /** Who waits after a position beyond the head is woken, not left to wait for that offset. */
  @Test
  @Verifies("3.11")
  default void required_3_11_aPositionBeyondTheHeadIsNotWaitedFor() {
    try (LogFixture fixture = trimmedTo8To10()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      for (Position after :
          List.of(log.head().withOffset(999), new Position("never", 10), Position.ORIGIN)) {
        CountDownLatch woken = new CountDownLatch(1);

        log.log().onGrowth(after, woken::countDown);

        Waits.await(woken, "the wake-up after " + after + " with the head " + log.head());
      }
    }
  }

  private LogFixture trimmedTo8To10() {
    LogFixture fixture = open(Retention.defaults().withMaxMessages(3), new FakeClock());
    BlockingLog.of(fixture.engine()).store("p", 1, numbers(1, 10));
    return fixture;
  }
}
