package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.BlockingLog.offsets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.realtime.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a log tells that it grew (SPEC 3.12, 3.13). */
public interface ChannelLogContractGrowth extends LogSubject {
  /** Whoever registers while another appends is woken, before or after. */
  @Test
  @Verifies("3.12")
  default void stochastic_3_12_aWakeUpIsNeverLostWhenAppendAndRegistrationRace() {
    int rounds = raceRounds();
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      CompletableFuture<Void> writer =
          Waits.start(
              "writer",
              () -> {
                for (int n = 1; n <= rounds; n++) {
                  log.store("p", n, "1");
                }
              });
      Position at = Position.ORIGIN;
      while (at.offset() < rounds) {
        CountDownLatch woken = new CountDownLatch(1);
        log.log().onGrowth(at, woken::countDown);
        Waits.await(woken, "the wake-up after " + at + " of " + rounds);
        at = log.read(at).last();
      }
      Waits.join(writer, "the writer");
    }
  }

  /** A registration after an append is answered at once. */
  @Test
  @Verifies("3.12")
  default void required_3_12_aWakeUpFiresAtOnceIfAnEntryFollowsAlready() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "1", "2");
      CountDownLatch woken = new CountDownLatch(1);

      log.log().onGrowth(log.head().withOffset(1), woken::countDown);

      Waits.await(woken, "the wake-up of a position that an entry follows");
    }
  }

  /** A wake-up fires once however often the log grows. */
  @Test
  @Verifies("3.12")
  default void required_3_12_aWakeUpFiresAtMostOnce() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      AtomicInteger fired = new AtomicInteger();
      CountDownLatch first = new CountDownLatch(1);
      log.log()
          .onGrowth(
              Position.ORIGIN,
              () -> {
                fired.incrementAndGet();
                first.countDown();
              });
      log.store("p", 1, "1");
      Waits.await(first, "the first wake-up");

      log.store("p", 2, "2");
      CountDownLatch later = new CountDownLatch(1);
      log.log().onGrowth(log.head(), later::countDown);
      log.store("p", 3, "3");

      Waits.await(later, "a wake-up that was registered later");
      assertEquals(1, fired.get(), "how often a wake-up fired in three appends");
    }
  }

  /** A wake-up may append, read and register again. */
  @Test
  @Verifies("3.13")
  default void required_3_13_aWakeUpMayAppendAndRead() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      CompletableFuture<List<Long>> seen = new CompletableFuture<>();
      log.log()
          .onGrowth(
              Position.ORIGIN,
              () ->
                  log.log()
                      .append(BlockingLog.of("w", 1, "again"))
                      .thenCompose(stored -> log.log().read(Position.ORIGIN, 10, 1_000))
                      .thenAccept(batch -> seen.complete(offsets(batch.entries()))));

      log.store("p", 1, "1");

      assertEquals(
          List.of(1L, 2L), Waits.join(seen, "the read in a wake-up"), "what a wake-up reads");
    }
  }

  /** While a wake-up runs, the log is open to everybody else: no lock is held for it. */
  @Test
  @Verifies("3.13")
  default void required_3_13_aWakeUpRunsWithoutALockOfTheLog() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      log.log()
          .onGrowth(
              Position.ORIGIN,
              () -> {
                running.countDown();
                Waits.hold(release);
              });
      CompletableFuture<Void> append = Waits.start("append", () -> log.store("p", 1, "1"));
      Waits.await(running, "the wake-up");
      CompletableFuture<Position> head = new CompletableFuture<>();

      Waits.start("other", () -> head.complete(log.head()));

      try {
        Position seen = Waits.join(head, "the bounds, asked for while a wake-up runs");
        assertEquals(1, seen.offset(), "the head while a wake-up runs");
      } finally {
        release.countDown();
      }
      Waits.join(append, "the append that wakes");
    }
  }

  /** A wake-up that was cancelled does not fire. */
  @Test
  @Verifies("3.12")
  default void required_3_12_aCancelledWakeUpDoesNotFire() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      AtomicInteger fired = new AtomicInteger();
      Runnable cancel = log.log().onGrowth(Position.ORIGIN, fired::incrementAndGet);
      CountDownLatch later = new CountDownLatch(1);
      log.log().onGrowth(Position.ORIGIN, later::countDown);

      cancel.run();
      log.store("p", 1, "1");

      Waits.await(later, "the wake-up that was not cancelled");
      assertTrue(fired.get() == 0, "a cancelled wake-up fired");
    }
  }
}
