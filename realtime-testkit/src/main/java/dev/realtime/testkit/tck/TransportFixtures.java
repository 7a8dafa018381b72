package dev.realtime.testkit.tck;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** What contracts ask of any fixture. */
final class TransportFixtures {
  private static final Duration SOON = Duration.ofSeconds(1);

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
}
