package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.BlockingLog.entries;
import static dev.realtime.testkit.tck.BlockingLog.entry;
import static dev.realtime.testkit.tck.BlockingLog.placed;
import static dev.realtime.testkit.tck.BlockingLog.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.NewEntry;
import dev.realtime.testkit.FakeClock;
import dev.realtime.testkit.tck.BlockingLog.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a log tells a repeat from a new message (SPEC 1.4–1.6). */
public interface ChannelLogContractIdentity extends LogSubject {
  /** A repeat gets the first position, also in a batch with new messages. */
  @Test
  @Verifies("1.4")
  default void required_1_4_aRepeatedMessageIsNotStoredAgain() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      List<Placed> first = log.store("p", 1, "1", "2");
      log.store("q", 1, "x");

      List<Placed> again = log.store("p", 1, "1", "2", "3");

      Position third = first.get(0).position().withOffset(4);
      assertEquals(
          List.of(
              new Placed(1, first.get(0).position(), true),
              new Placed(2, first.get(1).position(), true),
              new Placed(3, third, false)),
          again,
          "the places of two repeats and a new message");
      assertEquals(List.of("1", "2", "x", "3"), texts(log.retained()), "what the log holds");
    }
  }

  /** The last 4,096 sequences of a producer are known, also when others appended between. */
  @Test
  @Verifies("1.4")
  default void required_1_4_theLast4096SequencesAreKnown() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      List<Placed> first = new ArrayList<>();
      for (int n = 1; n <= 5_000; n++) {
        first.addAll(log.store("p", n, "" + n));
        if (n % 1_000 == 0) {
          log.store("q", n / 1_000, "x");
        }
      }
      Position head = log.head();

      for (int n : new int[] {905, 999, 1_000, 1_001, 3_000, 5_000}) {
        assertEquals(
            List.of(new Placed(n, first.get(n - 1).position(), true)),
            log.store("p", n, "" + n),
            "the repeat of sequence " + n + " of 5000");
      }

      assertEquals(head, log.head(), "the head after repeats");
    }
  }

  /** A producer is known for ten minutes of silence. */
  @Test
  @Verifies("1.4")
  default void required_1_4_aProducerIsKnownForTenMinutes() {
    FakeClock clock = new FakeClock();
    try (LogFixture fixture = open(Retention.defaults(), clock)) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      Position first = log.store("p", 1, "1").get(0).position();

      clock.advance(Duration.ofMinutes(10));
      log.store("q", 1, "x");

      assertEquals(
          List.of(new Placed(1, first, true)), log.store("p", 1, "1"), "the repeat after 10 min");
      assertEquals(2, log.nextSequence("p"), "the next sequence after 10 min");
    }
  }

  /** Two that append the same at once store it once, and both learn where. */
  @Test
  @Verifies("1.4")
  default void required_1_4_twoAtOnceStoreOnce() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      List<Placed> one = new ArrayList<>();
      List<Placed> two = new ArrayList<>();

      Waits.joinAll(
          List.of(
              Waits.start("one", () -> appendOneByOne(log, one)),
              Waits.start("two", () -> appendOneByOne(log, two))),
          "two who append the same");

      for (int i = 0; i < one.size(); i++) {
        Placed a = one.get(i);
        Placed b = two.get(i);
        assertEquals(a.position(), b.position(), "the places of sequence " + a.sequence());
        assertTrue(a.duplicate() != b.duplicate(), "one of two is the repeat: " + a + ", " + b);
      }
      assertEquals(one.size(), log.retained().size(), "the number of entries");
    }
  }

  /** A producer id belongs to its owner: another's messages under it are another producer's. */
  @Test
  @Verifies("1.4")
  default void required_1_4_aProducerIdBelongsToItsOwner() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      MessageId id = new MessageId("p", 1);
      Append mine = Append.of("me", id, entries("1"));
      Append yours = Append.of("you", id, entries("2"));

      List<Placed> all =
          Stream.of(mine, yours, mine).flatMap(a -> placed(log.append(a)).stream()).toList();

      assertEquals(
          List.of(false, false, true),
          all.stream().map(Placed::duplicate).toList(),
          "what of mine, yours and mine again is a repeat");
      assertEquals(List.of("1", "2"), texts(log.retained()), "what the log holds");
    }
  }

  /** The same identity with any other content is refused and nothing is stored. */
  @Test
  @Verifies("1.5")
  default void required_1_5_theSameIdWithOtherContentIsRefused() {
    PublishOptions none = PublishOptions.defaults();
    List<NewEntry> others =
        List.of(
            entry("\"BB\""),
            new NewEntry(Payload.of("\"Aa\"", "text/plain"), none),
            new NewEntry(Payload.json("\"Aa\""), none.withKey("k")),
            new NewEntry(Payload.json("\"Aa\""), none.withType("t")),
            new NewEntry(Payload.json("\"Aa\""), none.withHeader("h", "v")));
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "\"Aa\"");

      for (NewEntry other : others) {
        AppendResult answer =
            log.append(Append.of("", new MessageId("p", 1), List.of(other, entry("2"))));

        assertEquals(
            new AppendResult.MessageIdReused(1), answer, "the same id with the content " + other);
      }

      assertEquals(List.of("\"Aa\""), texts(log.retained()), "what the log holds");
    }
  }

  /** A sequence that skips ahead is refused with the expected one. */
  @Test
  @Verifies("1.6")
  default void required_1_6_aSequenceThatSkipsAheadIsRefusedWithTheExpectedOne() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "1");

      AppendResult answer = log.append("p", 3, "3", "4");

      assertEquals(new AppendResult.OutOfSequence(2), answer, "sequence 3 after 1");
      assertEquals(List.of("1"), texts(log.retained()), "what the log holds");
      assertEquals(2, log.nextSequence("p"), "the next sequence");
    }
  }

  /** A producer that the log does not know begins at 1. */
  @Test
  @Verifies("1.6")
  default void required_1_6_anUnknownProducerBeginsAtOne() {
    FakeClock clock = new FakeClock();
    try (LogFixture fixture = open(Retention.defaults(), clock)) {
      BlockingLog log = BlockingLog.of(fixture.engine());

      AppendResult answer = log.append("p", 2, "2");

      assertEquals(new AppendResult.UnknownProducer(), answer, "sequence 2 of an unknown producer");
      assertEquals(1, log.nextSequence("p"), "the next sequence of an unknown producer");
      assertEquals(Position.ORIGIN, log.head(), "the head after a refusal");
    }
  }

  /** A sequence that is too old to be known is refused, not stored a second time. */
  @Test
  @Verifies("1.6")
  default void required_1_6_aForgottenSequenceIsNotStoredAgain() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      for (int n = 1; n <= 20_000; n += 100) {
        log.store("p", n, BlockingLog.numbers(n, n + 99));
      }
      Position head = log.head();

      AppendResult answer = log.append("p", 1, "1");

      boolean repeat = answer instanceof AppendResult.Stored && placed(answer).get(0).duplicate();
      assertTrue(
          repeat || answer instanceof AppendResult.UnknownProducer,
          "sequence 1 after 20000, expected a repeat or a refusal, found " + answer);
      assertEquals(head, log.head(), "the head after the repeat of an old sequence");
    }
  }

  private static void appendOneByOne(BlockingLog log, List<Placed> places) {
    for (int n = 1; n <= 1_000; n++) {
      places.addAll(log.store("p", n, "" + n));
    }
  }
}
