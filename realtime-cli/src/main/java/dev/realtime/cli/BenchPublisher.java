package dev.realtime.cli;

import dev.realtime.Payload;
import dev.realtime.Publisher;
import dev.realtime.Receipt;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Publishes and measures the time to the answer; a limited number is unanswered at a time.
 *
 * <p>Confined to one thread; answers come from others.
 */
final class BenchPublisher {
  private final Publisher<Payload> publisher;
  private final Latencies answers;
  private final Progress progress;
  private final Duration patience;
  private final int maxInFlight;
  private final Semaphore room;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  BenchPublisher(
      Publisher<Payload> publisher,
      Latencies answers,
      Progress progress,
      Duration patience,
      int maxInFlight) {
    this.publisher = publisher;
    this.answers = answers;
    this.progress = progress;
    this.patience = patience;
    this.maxInFlight = maxInFlight;
    this.room = new Semaphore(maxInFlight);
  }

  /** Publishes messages that are not measured and waits for all answers. */
  void warmUp(long count, int size, Stop stop) throws InterruptedException {
    for (long i = 0; i < count && !stop.isRequested(); i++) {
      publish(Stamp.of(Stamp.WARM_UP, size), Stamp.WARM_UP);
    }
    awaitRoom(maxInFlight);
    room.release(maxInFlight);
    check();
  }

  /**
   * Publishes when there is room.
   *
   * @param intendedNanos when it was to be published
   */
  void publish(Payload payload, long intendedNanos) throws InterruptedException {
    awaitRoom(1);
    check();
    publisher
        .publish(payload)
        .whenComplete((receipt, cause) -> answered(receipt, cause, intendedNanos));
  }

  private void awaitRoom(int places) throws InterruptedException {
    if (!room.tryAcquire(places, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw unanswered(patience);
    }
  }

  static CommandFailure unanswered(Duration patience) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "No publish was answered for "
            + Durations.written(patience)
            + ". Is the server there? Wait longer with --timeout.");
  }

  private void answered(@Nullable Receipt receipt, @Nullable Throwable cause, long intended) {
    if (receipt == null) {
      failure.compareAndSet(null, cause);
    } else if (intended != Stamp.WARM_UP) {
      answers.recordNanos(System.nanoTime() - intended);
      progress.add();
    }
    room.release();
  }

  /** Fails if a publish has failed. */
  void check() {
    Throwable first = failure.get();
    if (first != null) {
      throw new CommandFailure(
          ExitCode.FAILURE, "A publish failed, so nothing is measured: " + EndText.of(first));
    }
  }
}
