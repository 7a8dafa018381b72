package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.append;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.EndReason;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What SPEC §4 asks of a transport whose polls wait. */
public interface TransportLongPollContract {
  /** A transport with a server and a proxy of its own, for one test. */
  TransportFaultFixture newFixture();

  @Test
  @Verifies("4.13")
  default void required_4_13_aLongPollAnswersWhenAnEntryFollows() {
    try (TransportFaultFixture fixture = newFixture()) {
      RecordingInlet inlet = new RecordingInlet();
      fixture.openAndWait("a/b", inlet);
      Assertions.assertEquals(List.of(), inlet.batches());

      append(fixture.log("a/b"), 1);

      inlet.awaitEntriesOrEnd(1);
      Assertions.assertEquals(EndReason.completed(), inlet.awaitEnd());
      Assertions.assertEquals(1, inlet.entries().size(), "entries of the answer");
    }
  }

  @Test
  @Verifies("4.13")
  default void required_4_13_aLongPollBelowTheHeadAnswersAtOnceWithOneBatch() {
    try (TransportFaultFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 250);
      RecordingInlet inlet = new RecordingInlet();
      fixture.transport().open("a/b", Start.after(Position.ORIGIN), inlet);

      Assertions.assertEquals(EndReason.completed(), inlet.awaitEnd());
      Assertions.assertEquals(1, inlet.batches().size(), inlet::timeline);
    }
  }

  @Test
  @Verifies("4.13")
  default void required_4_13_aLongPollThatFindsNothingIsCompleted() {
    try (TransportFaultFixture fixture = newFixture()) {
      Position head = append(fixture.log("a/b"), 1);
      RecordingInlet inlet = new RecordingInlet();
      fixture.transport().open("a/b", Start.after(head), inlet);

      Assertions.assertEquals(EndReason.completed(), inlet.awaitEnd(fixture.silence()));
      Assertions.assertEquals(List.of(), inlet.entries());
      Assertions.assertEquals(List.of(), inlet.violations());
    }
  }

  @Test
  @Verifies("4.11")
  default void required_4_11_anAnswerThatNeverComesIsALoss() {
    try (TransportFaultFixture fixture = newFixture()) {
      TransportFixtures.assertSilentAnswerIsFound(fixture);
    }
  }

  @Test
  @Verifies("4.11")
  default void required_4_11_aRequestThatNeverArrivesIsALoss() {
    try (TransportFaultFixture fixture = newFixture()) {
      TransportFixtures.assertSwallowedRequestIsFound(fixture);
    }
  }
}
