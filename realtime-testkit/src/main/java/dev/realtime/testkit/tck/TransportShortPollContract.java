package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.append;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.EndReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What SPEC §4 asks of a transport that polls at an interval. */
public interface TransportShortPollContract {
  /** A transport with a server and a proxy of its own, for one test. */
  TransportFaultFixture newFixture();

  @Test
  @Verifies("4.12")
  default void required_4_12_aShortPollAnswersAtOnceWithAtMostOneBatch() {
    try (TransportFaultFixture fixture = newFixture()) {
      Position head = append(fixture.log("a/b"), 250);
      for (Start from :
          List.of(
              Start.after(head), Start.latest(), Start.earliest(), Start.after(Position.ORIGIN))) {
        RecordingInlet inlet = new RecordingInlet();
        fixture.transport().open("a/b", from, inlet);
        EndReason end = inlet.awaitEnd(Duration.ofSeconds(3));
        Assertions.assertEquals(EndReason.completed(), end, inlet::timeline);
        Assertions.assertTrue(inlet.batches().size() <= 1, inlet::timeline);
        Assertions.assertEquals(List.of(), inlet.violations());
      }
    }
  }

  @Test
  @Verifies("4.12")
  default void required_4_12_aShortPollSeesWhatWasAcceptedBeforeIt() {
    try (TransportFaultFixture fixture = newFixture()) {
      for (int accepted = 1; accepted <= 3; accepted++) {
        Position head = append(fixture.log("a/b"), 1);
        RecordingInlet inlet = new RecordingInlet();
        fixture.transport().open("a/b", Start.earliest(), inlet);
        inlet.awaitEnd(Duration.ofSeconds(3));
        Assertions.assertEquals(1, inlet.batches().size(), inlet::timeline);
        Assertions.assertEquals(
            head, inlet.batches().get(0).last(), "the end of a poll after the append of " + head);
      }
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
