package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.all;
import static dev.realtime.testkit.tck.TransportEntries.append;
import static dev.realtime.testkit.tck.TransportEntries.appendOfEachKind;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * What SPEC §4 asks of every transport that reads a channel. A test class of a transport implements
 * it and gives a fixture; {@link TransportReaderContract} adds what is asked of the reader above
 * it.
 */
public interface TransportContract {
  /** A transport with a server of its own, for one test. */
  TransportFixture newFixture();

  @Test
  @Verifies("4.1")
  default void required_4_1_theFirstBatchFollowsWhatWasAskedAndEachNextTheOneBefore() {
    try (TransportFixture fixture = newFixture()) {
      ChannelLog log = fixture.log("a/b");
      Position head = append(log, 250);
      List<Start> starts =
          List.of(
              Start.earliest(),
              Start.last(250),
              Start.after(Position.ORIGIN),
              Start.after(head.withOffset(0)));
      for (Start from : starts) {
        new TransportReader(fixture.transport(), "a/b", from).until(250).assertChained();
      }
      new TransportReader(fixture.transport(), "a/b", Start.after(head.withOffset(17)))
          .until(233)
          .assertChained();
    }
  }

  @Test
  @Verifies("4.1")
  default void required_4_1_aGapIsThatOfTheAskedPosition() {
    try (TransportFixture fixture = newFixture()) {
      Position head = append(fixture.log("a/b"), 3);
      assertGap(fixture, new Position("gone", 7), Gap.Reason.RESET, 3);
      assertGap(fixture, head.withOffset(999), Gap.Reason.DIVERGED, 0);
    }
  }

  @Test
  @Verifies({"4.1", "4.9"})
  default void required_4_1_anExchangeBeginsWhereItAskedThoughOneBeforeItWasLeftAtOnce() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 3);
      RecordingInlet beside = new RecordingInlet();
      Exchange kept = fixture.transport().open("c/d", Start.latest(), beside);
      beside.awaitOpen();
      fixture.transport().open("a/b", Start.latest(), new RecordingInlet()).cancel();

      RecordingInlet inlet = new RecordingInlet();
      Exchange exchange = fixture.transport().open("a/b", Start.earliest(), inlet);

      Position at = inlet.awaitOpen();
      inlet.awaitEntries(3);
      exchange.cancel();
      kept.cancel();
      Assertions.assertEquals(0, at.offset(), inlet::timeline);
      Assertions.assertEquals(List.of(), inlet.violations(), inlet::timeline);
    }
  }

  private static void assertGap(
      TransportFixture fixture, Position asked, Gap.Reason reason, int entries) {
    RecordingInlet inlet = new RecordingInlet();
    Exchange exchange = fixture.transport().open("a/b", Start.after(asked), inlet);
    Batch batch = inlet.awaitBatches(1).get(0);
    exchange.cancel();
    Gap gap = batch.gap().orElseThrow(() -> new AssertionError("no gap in " + batch));
    Assertions.assertEquals(asked, gap.after());
    Assertions.assertEquals(reason, gap.reason());
    Assertions.assertEquals(gap.resume(), batch.previous(), "previous of a batch with a gap");
    Assertions.assertEquals(entries, batch.entries().size(), batch::toString);
    Assertions.assertEquals(List.of(), inlet.violations());
  }

  @Test
  @Verifies("4.2")
  default void required_4_2_theNextBatchComesOnlyAfterTheFormerWasHandled() {
    try (TransportFixture fixture = newFixture()) {
      ChannelLog log = fixture.log("a/b");
      append(log, 250);
      RecordingInlet slow = new RecordingInlet();
      slow.hold();
      Exchange exchange = fixture.transport().open("a/b", Start.earliest(), slow);
      slow.awaitBatches(1);
      append(log, 250);
      new TransportReader(fixture.transport(), "a/b", Start.earliest()).until(500);
      Assertions.assertEquals(1, slow.batches().size(), slow::timeline);

      slow.release();

      slow.awaitEntriesOrEnd(500);
      exchange.cancel();
      slow.awaitEnd();
      Assertions.assertEquals(List.of(), slow.violations());
    }
  }

  @Test
  @Verifies("4.3")
  default void required_4_3_aCancelIsTheEnd() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 1);
      for (Start from : List.of(Start.earliest(), Start.latest())) {
        RecordingInlet inlet = new RecordingInlet();
        Exchange exchange = fixture.transport().open("a/b", from, inlet);
        inlet.awaitOpen();
        exchange.cancel();
        exchange.cancel();
        inlet.awaitEnd();
        assertNothingAfterTheEnd(fixture, inlet);
      }
    }
  }

  @Test
  @Verifies("4.3")
  default void required_4_3_aCancelInsideASignalIsTheEnd() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 250);
      CompletableFuture<Exchange> atOpen = new CompletableFuture<>();
      RecordingInlet opening = new RecordingInlet();
      opening.atOpen(() -> atOpen.thenAccept(Exchange::cancel));
      atOpen.complete(fixture.transport().open("a/b", Start.earliest(), opening));
      CompletableFuture<Exchange> atBatch = new CompletableFuture<>();
      RecordingInlet reading = new RecordingInlet();
      reading.atBatch(() -> atBatch.thenAccept(Exchange::cancel));
      atBatch.complete(fixture.transport().open("a/b", Start.earliest(), reading));

      opening.awaitEnd();
      reading.awaitEnd();

      assertNothingAfterTheEnd(fixture, opening);
      assertNothingAfterTheEnd(fixture, reading);
    }
  }

  @Test
  @Verifies("4.3")
  default void required_4_3_aCancelRacesWithBatches() {
    try (TransportFixture fixture = newFixture()) {
      ChannelLog log = fixture.log("a/b");
      List<RecordingInlet> inlets = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        RecordingInlet inlet = new RecordingInlet();
        inlets.add(inlet);
        Exchange exchange = fixture.transport().open("a/b", Start.after(Position.ORIGIN), inlet);
        CompletableFuture<Void> appends = CompletableFuture.runAsync(() -> append(log, 1));
        if (i % 2 == 0) {
          inlet.awaitOpen();
        }
        exchange.cancel();
        inlet.awaitEnd();
        TransportEntries.join(appends);
      }
      inlets.forEach(inlet -> assertNothingAfterTheEnd(fixture, inlet));
    }
  }

  @Test
  @Verifies("4.3")
  default void required_4_3_closingTheTransportIsTheEndOfEveryExchange() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 1);
      List<RecordingInlet> inlets = new ArrayList<>();
      for (String channel : List.of("a/b", "a/b", "empty")) {
        RecordingInlet inlet = new RecordingInlet();
        inlets.add(inlet);
        fixture.transport().open(channel, Start.after(Position.ORIGIN), inlet);
      }

      fixture.transport().close();

      for (RecordingInlet inlet : inlets) {
        inlet.awaitEnd();
        Assertions.assertEquals(1, inlet.ends().size(), inlet::timeline);
        Assertions.assertEquals(List.of(), inlet.violations());
      }
    }
  }

  private static void assertNothingAfterTheEnd(TransportFixture fixture, RecordingInlet inlet) {
    int more = (int) append(fixture.log("c/d"), 1).offset();
    new TransportReader(fixture.transport(), "c/d", Start.earliest()).until(more);
    Assertions.assertEquals(1, inlet.ends().size(), inlet::timeline);
    Assertions.assertEquals(List.of(), inlet.violations(), inlet::timeline);
  }

  @Test
  @Verifies("4.4")
  default void required_4_4_entriesArriveAsTheyStandInTheLog() {
    try (TransportFixture fixture = newFixture()) {
      ChannelLog log = fixture.log("a/b");
      int count = appendOfEachKind(log);
      append(log, 250);

      TransportReader reader =
          new TransportReader(fixture.transport(), "a/b", Start.earliest()).until(count + 250);

      Assertions.assertEquals(all(log), reader.entries());
      reader.assertChained();
    }
  }

  @Test
  @Verifies("4.20")
  default void required_4_20_aCancelFreesEverythingWithinASecond() throws InterruptedException {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 250);
      RecordingInlet waiting = new RecordingInlet();
      RecordingInlet stuck = new RecordingInlet();
      stuck.hold();
      Exchange ofWaiting = fixture.transport().open("empty", Start.after(Position.ORIGIN), waiting);
      Exchange ofStuck = fixture.transport().open("a/b", Start.earliest(), stuck);
      stuck.awaitBatches(1);

      ofWaiting.cancel();
      ofStuck.cancel();

      waiting.awaitEnd();
      stuck.awaitEnd();
      TransportFixtures.assertFree(fixture);
    }
  }

  @Test
  @Verifies("4.22")
  default void required_4_22_aSymbolicStartIsResolvedAtOnce() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 5);
      for (Start from : List.of(Start.latest(), Start.earliest(), Start.last(2))) {
        RecordingInlet inlet = new RecordingInlet();
        Exchange exchange = fixture.transport().open("a/b", from, inlet);
        Position at = inlet.awaitOpen(Duration.ofSeconds(3));
        exchange.cancel();

        long offset = from instanceof Start.Latest ? 5 : from instanceof Start.Last ? 3 : 0;
        Assertions.assertEquals(offset, at.offset(), from.toString());
      }
    }
  }
}
