package dev.realtime.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** How many deliveries a sink takes, and how many it has answered. Thread-safe. */
final class DeliveryCount {
  private final long most;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final CompletableFuture<Void> reached = new CompletableFuture<>();

  /** A count up to a number. */
  DeliveryCount(long most) {
    this.most = most;
  }

  /** Whether one more is taken. */
  boolean take() {
    return taken.incrementAndGet() <= most;
  }

  /** One that was taken is answered. */
  void answer() {
    if (answered.incrementAndGet() == most) {
      reached.complete(null);
    }
  }

  long answered() {
    return answered.get();
  }

  /** Completes when all that are taken are answered. */
  CompletionStage<Void> reached() {
    return reached;
  }
}
