package dev.realtime.testkit.tck;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.Direction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** What contracts ask of any fixture. */
final class TransportFixtures {
  private static final Duration SOON = Duration.ofSeconds(1);

  /** How much later than its limit a silence may be found, on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private TransportFixtures() {}

  /** Asserts that the transport holds nothing, or will within a second. */
  static void assertFree(TransportFixture fixture) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (!fixture.held().isEmpty() && System.nanoTime() < end) {
      Assertions.assertFalse(never.await(5, TimeUnit.MILLISECONDS));
    }
    Assertions.assertEquals(
        List.of(), fixture.held(), "what the transport still holds a second after the cancel");
  }

  /** Asserts that an exchange ends as lost after about the silence that its transport bears. */
  static void assertSilenceIsFound(
      TransportFaultFixture fixture, RecordingInlet inlet, long sinceNanos) {
    EndReason end = inlet.awaitEnd(fixture.silence().plus(SLACK));
    Duration after = Duration.ofNanos(System.nanoTime() - sinceNanos);

    Assertions.assertInstanceOf(EndReason.Lost.class, end, inlet::timeline);
    Assertions.assertTrue(
        after.compareTo(fixture.silence().dividedBy(2)) >= 0,
        () -> "lost after " + after + " of a silence that is borne for " + fixture.silence());
    Assertions.assertEquals(List.of(), inlet.violations());
  }

  /** Asserts that a request whose answer never comes ends as lost. */
  static void assertSilentAnswerIsFound(TransportFaultFixture fixture) {
    RecordingInlet inlet = new RecordingInlet();
    fixture.proxy().blackHole(Direction.SERVER_TO_CLIENT);
    long since = System.nanoTime();
    fixture.transport().open("a/b", Start.after(Position.ORIGIN), inlet);
    assertSilenceIsFound(fixture, inlet, since);
  }

  /** Asserts that a request that never arrives ends as lost. */
  static void assertSwallowedRequestIsFound(TransportFaultFixture fixture) {
    RecordingInlet inlet = new RecordingInlet();
    fixture.proxy().blackHole(Direction.CLIENT_TO_SERVER);
    long since = System.nanoTime();
    fixture.transport().open("a/b", Start.after(Position.ORIGIN), inlet);
    assertSilenceIsFound(fixture, inlet, since);
  }
}
