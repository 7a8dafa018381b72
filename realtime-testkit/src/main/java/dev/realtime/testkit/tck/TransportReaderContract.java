package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.append;

import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.Gap;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.loop.SubscriptionLoop;
import dev.realtime.core.wire.Codecs;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * What SPEC §4 asks of the reader above a transport, whatever the transport does: nothing is lost,
 * repeated or reordered, and exchanges follow each other after the right pause. Time stands still
 * unless a test moves it.
 */
public interface TransportReaderContract {
  /** A transport with a server of its own, for one test. */
  TransportFixture newFixture();

  /** The reader under test; the subscription loop of this library unless overridden. */
  default Subscription subscribe(
      String channel,
      SubscribeOptions options,
      Subscriber<String> subscriber,
      ClientTransport transport,
      SubscriptionContext context) {
    SubscriptionLoop<String> loop =
        new SubscriptionLoop<>(
            channel, Codecs.of(String.class), options, subscriber, transport, context);
    loop.start();
    return loop;
  }

  private TransportReading read(ClientTransport transport, Start from) {
    return new TransportReading(this::subscribe, transport, "a/b", from);
  }

  @Test
  @Verifies("4.6")
  default void required_4_6_aLostBatchIsReadAgain() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 350);
      ClientTransport losing = FaultyTransport.losing(fixture.transport(), 2);
      try (TransportReading reading = read(losing, Start.earliest())) {
        reading.awaitAll(350);
      }
    }
  }

  @Test
  @Verifies("4.6")
  default void required_4_6_batchesOutOfOrderAreReadAgain() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 350);
      ClientTransport reordering = FaultyTransport.reordering(fixture.transport(), 2);
      try (TransportReading reading = read(reordering, Start.earliest())) {
        reading.awaitAll(350);
      }
    }
  }

  @Test
  @Verifies("4.7")
  default void required_4_7_aGapThatIsHiddenForEverEndsTheSubscription() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 5);
      FaultyTransport hiding = FaultyTransport.hidingGaps(fixture.transport());
      try (TransportReading reading = read(hiding, Start.after(new Position("gone", 7)))) {
        long end = System.nanoTime() + RecordingInlet.CAP.toNanos();
        while (reading.subscriber().signals().isEmpty()
            && hiding.opens() <= 4
            && System.nanoTime() < end) {
          Thread.onSpinWait();
        }

        assertEndedAfterFour(hiding, reading);
      }
    }
  }

  @Test
  @Verifies("4.7")
  default void required_4_7_whatCannotBeReadForEverEndsTheSubscription() throws Exception {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 5);
      FaultyTransport garbling = FaultyTransport.unreadable(fixture.transport());
      try (TransportReading reading = read(garbling, Start.earliest())) {
        reading.letTimePass(
            () -> reading.subscriber().signals().isEmpty() && garbling.opens() <= 4);

        assertEndedAfterFour(garbling, reading);
      }
    }
  }

  private static void assertEndedAfterFour(FaultyTransport transport, TransportReading reading) {
    reading.assertExactly(0);
    int opens = transport.opens();
    Assertions.assertTrue(
        opens <= 4, () -> opens + " exchanges without progress, and none was the last");
    CloseReason reason = reading.subscriber().awaitClosed();
    CloseReason.Failed failed =
        Assertions.assertInstanceOf(CloseReason.Failed.class, reason, reason::toString);
    Assertions.assertEquals(ErrorCode.PROTOCOL, failed.cause().code());
    Assertions.assertEquals(4, transport.opens(), "the first exchange and three more");
  }

  @Test
  @Verifies("4.8")
  default void required_4_8_repeatedBatchesAreDropped() throws Exception {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 350);
      ClientTransport repeating = FaultyTransport.repeating(fixture.transport());
      try (TransportReading reading = read(repeating, Start.earliest())) {
        reading.awaitAll(350);
        append(fixture.log("a/b"), 1);
        reading.awaitAllInTime(351);
      }
    }
  }

  @Test
  @Verifies("4.8")
  default void required_4_8_aRepeatedGapAndAnEpochAlreadyLeftAreDropped() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 250);
      Position left = new Position("gone", 7);
      Batch ofLeft = batch(left.withOffset(6), left, "of an epoch already left");
      ClientTransport repeating =
          FaultyTransport.altering(
              FaultyTransport.repeating(fixture.transport()),
              (number, batch) -> number == 1 ? List.of(batch) : List.of(ofLeft, batch));
      try (TransportReading reading = read(repeating, Start.after(left))) {
        reading.subscriber().awaitMessages(250);

        reading.assertExactly(250);
        List<Gap> gaps = reading.subscriber().gaps();
        Assertions.assertEquals(1, gaps.size(), reading.subscriber()::timeline);
        Assertions.assertEquals(left, gaps.get(0).after());
      }
    }
  }

  private static Batch batch(Position previous, Position last, String data) {
    Entry entry =
        new Entry(last, 0, Optional.empty(), "", "", Map.of(), Payload.json("\"" + data + "\""));
    return new Batch("a/b", previous, last, last, Optional.empty(), List.of(entry));
  }

  @Test
  @Verifies("4.9")
  default void required_4_9_signalsOfAFormerExchangeAreIgnored() throws Exception {
    try (TransportFixture fixture = newFixture()) {
      Position head = append(fixture.log("a/b"), 250);
      FaultyLateTransport late =
          new FaultyLateTransport(
              fixture.transport(), at -> batch(at, at.withOffset(at.offset() + 1), "late"));
      try (TransportReading reading = read(late, Start.earliest())) {
        reading.awaitAll(250);
        reading.subscription().switchTo(fixture.transport().transport());
        append(fixture.log("a/b"), 10);
        late.awaitOpen(Start.after(head));
        reading.awaitAllInTime(260);
        Assertions.assertEquals(Optional.empty(), reading.subscriber().closed());
      }
    }
  }

  @Test
  @Verifies("4.10")
  default void required_4_10_aCatchUpIsNotPaced() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 10_000);
      try (TransportReading reading = read(fixture.transport(), Start.earliest())) {
        reading.subscriber().awaitMessages(10_000);
        reading.assertExactly(10_000);
      }
    }
  }

  @Test
  @Verifies("4.10")
  default void required_4_10_aLostExchangeIsReopenedAfterAJitteredBackoff() throws Exception {
    assertReopens(EndReason.lost("cut"), Duration.ZERO, Duration.ofMillis(500));
  }

  @Test
  @Verifies("4.10")
  default void required_4_10_aLostExchangeIsReopenedNotBeforeThePeerWants() throws Exception {
    EndReason lost = new EndReason.Lost("busy", Optional.of(Duration.ofSeconds(7)));
    assertReopens(lost, Duration.ofSeconds(7), Duration.ofSeconds(7));
  }

  @Test
  @Verifies("4.10")
  default void required_4_10_aCompletedExchangeIsReopenedWhenThePeerWants() throws Exception {
    EndReason drained = new EndReason.Completed(Optional.of(Duration.ofSeconds(3)));
    assertReopens(drained, Duration.ofSeconds(3), Duration.ofSeconds(3));
  }

  private void assertReopens(EndReason reason, Duration least, Duration most) throws Exception {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 250);
      FaultyTransport ending = FaultyTransport.ending(fixture.transport(), reason);
      try (TransportReading reading = read(ending, Start.earliest())) {
        Duration pause = reading.awaitPause();
        Assertions.assertTrue(
            pause.compareTo(least) >= 0 && pause.compareTo(most) <= 0,
            () -> "after " + reason + " a pause of " + pause + ", not of " + least + ".." + most);
        Assertions.assertEquals(1, ending.opens(), "exchanges before the pause is over");

        reading.timers().advance(pause);

        reading.awaitAll(250);
      }
    }
  }

  @Test
  @Verifies("4.10")
  default void required_4_10_aRefusedExchangeEndsTheSubscription() {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 1);
      EndReason refused =
          new EndReason.Refused(new RejectedException(ErrorCode.FORBIDDEN, "no right"));
      FaultyTransport ending = FaultyTransport.ending(fixture.transport(), refused);
      try (TransportReading reading = read(ending, Start.earliest())) {
        CloseReason reason = reading.subscriber().awaitClosed();

        CloseReason.Failed failed =
            Assertions.assertInstanceOf(CloseReason.Failed.class, reason, reason::toString);
        Assertions.assertEquals(ErrorCode.FORBIDDEN, failed.cause().code());
        Assertions.assertEquals(1, ending.opens(), "exchanges");
      }
    }
  }

  @Test
  @Verifies("4.10")
  default void required_4_10_atTheHeadThePollIntervalIsKept() throws Exception {
    try (TransportFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 250);
      boolean polls = !fixture.transport().pollInterval().isZero();
      FaultyTransport ending = FaultyTransport.ending(fixture.transport(), EndReason.completed());
      try (TransportReading reading = read(ending, Start.earliest())) {
        reading.awaitAll(250);
        if (polls) {
          Duration pause = reading.awaitPause();
          Assertions.assertTrue(pause.compareTo(Duration.ofMillis(100)) > 0, pause::toString);
          append(fixture.log("a/b"), 1);
          reading.timers().advance(pause);
        } else {
          append(fixture.log("a/b"), 1);
        }
        reading.awaitAll(251);
        Assertions.assertTrue(polls || !reading.paused(), "a stream was paused");
      }
    }
  }
}
