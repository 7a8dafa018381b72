package dev.realtime.testkit.tck;

import dev.realtime.spi.EndReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What SPEC §4 asks of a transport whose exchanges a server that closes must end. */
public interface TransportDrainContract {
  /** A transport with a server and a proxy of its own, for one test. */
  TransportFaultFixture newFixture();

  @Test
  @Verifies("4.21")
  default void required_4_21_aDrainIsTheEndInOrderWithAWishWhenToComeAgain() {
    try (TransportFaultFixture fixture = newFixture()) {
      List<RecordingInlet> inlets = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        inlets.add(new RecordingInlet());
        fixture.openAndWait("a/b", inlets.get(i));
      }

      CompletionStage<Void> drained = fixture.drain();

      for (RecordingInlet inlet : inlets) {
        EndReason.Completed end =
            Assertions.assertInstanceOf(
                EndReason.Completed.class, inlet.awaitEnd(), inlet::timeline);
        Duration wish =
            end.retryAfter()
                .orElseThrow(() -> new AssertionError("no wish when to come again: " + end));
        Assertions.assertTrue(
            !wish.isZero() && wish.compareTo(Duration.ofSeconds(30)) < 0, wish::toString);
      }
      TransportEntries.join(drained);
    }
  }
}
