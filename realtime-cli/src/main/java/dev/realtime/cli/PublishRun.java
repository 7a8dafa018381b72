package dev.realtime.cli;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.Publisher;
import dev.realtime.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one publisher, of which a limited number is unanswered at a time. When nothing
 * is answered for a while the run gives up.
 *
 * <p>{@link #publish} and {@link #drain} are for one thread. State is guarded by this.
 */
final class PublishRun {
  private static final Duration AFTER_CLOSE = Duration.ofSeconds(5);

  private final Publisher<Payload> publisher;
  private final PublishOptions options;
  private final Optional<HistoryFile> history;
  private final int maxInFlight;
  private final Duration giveUpAfter;
  private int inFlight;
  private long answered;
  private long failed;
  private long lastAnswerNanos;
  private boolean gaveUp;
  private @Nullable Receipt last;
  private @Nullable Throwable failure;

  /** A run that has published nothing. */
  PublishRun(
      Publisher<Payload> publisher,
      PublishOptions options,
      Optional<HistoryFile> history,
      int maxInFlight,
      Duration giveUpAfter) {
    this.publisher = publisher;
    this.options = options;
    this.history = history;
    this.maxInFlight = maxInFlight;
    this.giveUpAfter = giveUpAfter;
  }

  /** Publishes as soon as there is room; false if the run gave up. */
  boolean publish(String op, String channel, Payload payload) throws InterruptedException {
    if (!awaitFewerThan(maxInFlight)) {
      return false;
    }
    synchronized (this) {
      if (inFlight++ == 0) {
        lastAnswerNanos = System.nanoTime();
      }
    }
    String name = op.substring(0, op.lastIndexOf('-'));
    history.ifPresent(h -> h.publishCall(op, name, channel, Json.mid(payload).orElse(op)));
    publisher
        .publish(payload, options)
        .whenComplete((receipt, cause) -> answered(op, receipt, cause));
    return true;
  }

  private void answered(String op, @Nullable Receipt receipt, @Nullable Throwable wrapped) {
    Throwable cause =
        wrapped instanceof CompletionException && wrapped.getCause() != null
            ? wrapped.getCause()
            : wrapped;
    try {
      if (receipt != null) {
        history.ifPresent(h -> h.publishAcknowledged(op, receipt));
      } else if (cause != null) {
        history.ifPresent(h -> h.publishFailed(op, cause));
      }
    } finally {
      count(receipt, cause);
    }
  }

  private synchronized void count(@Nullable Receipt receipt, @Nullable Throwable cause) {
    inFlight--;
    lastAnswerNanos = System.nanoTime();
    if (receipt != null) {
      answered++;
      last = receipt;
    } else {
      failed++;
      failure = failure == null ? cause : failure;
    }
    notifyAll();
  }

  private synchronized boolean awaitFewerThan(int limit) throws InterruptedException {
    while (!gaveUp && inFlight >= limit) {
      long left = giveUpAfter.toNanos() - (System.nanoTime() - lastAnswerNanos);
      gaveUp = left <= 0;
      if (!gaveUp) {
        wait(left / 1_000_000 + 1);
      }
    }
    return !gaveUp;
  }

  /** Waits until all is answered or the run gives up; then the publisher is closed. */
  void drain() throws InterruptedException {
    awaitFewerThan(1);
    publisher.close();
    long end = System.nanoTime() + AFTER_CLOSE.toNanos();
    synchronized (this) {
      while (inFlight > 0 && end - System.nanoTime() > 0) {
        wait((end - System.nanoTime()) / 1_000_000 + 1);
      }
    }
  }

  /** Whether nothing was answered for too long. */
  synchronized boolean gaveUp() {
    return gaveUp;
  }

  synchronized long answered() {
    return answered;
  }

  synchronized long failed() {
    return failed;
  }

  synchronized Optional<Receipt> last() {
    return Optional.ofNullable(last);
  }

  /** The first failure. */
  synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }
}
