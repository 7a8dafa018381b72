package dev.realtime.core.webhook;

import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets one delivery after the other into a subscriber, in the order they came: a sender that timed
 * out comes again while the handler of its first request still runs.
 *
 * <p>Thread-safe; nothing is told while the lock is held.
 */
final class DeliveryTurns {
  /** A sender has one request in flight, so these are attempts whose sender has given up. */
  private static final int MAX_WAITING = 8;

  private final Timers timers;
  private final Duration patience;
  private final Object lock = new Object();

  /** Guarded by lock. */
  private final Deque<Waiter> waiting = new ArrayDeque<>();

  /** Guarded by lock. */
  private boolean taken;

  /** Turns for which a delivery waits at most so long. */
  DeliveryTurns(Timers timers, Duration patience) {
    this.timers = timers;
    this.patience = patience;
  }

  /** Completes with true when the turn is the caller's, until {@link #pass}; else with false. */
  CompletionStage<Boolean> take() {
    Waiter waiter = new Waiter();
    synchronized (lock) {
      if (!taken) {
        taken = true;
        return CompletableFuture.completedFuture(true);
      }
      if (waiting.size() >= MAX_WAITING) {
        return CompletableFuture.completedFuture(false);
      }
      waiting.add(waiter);
    }
    Runnable cancel = timers.schedule(patience, () -> giveUp(waiter));
    waiter.turn.whenComplete((mine, failure) -> cancel.run());
    return waiter.turn;
  }

  private void giveUp(Waiter waiter) {
    boolean waited;
    synchronized (lock) {
      waited = waiting.remove(waiter);
    }
    if (waited) {
      waiter.turn.complete(false);
    }
  }

  /** Gives the turn to the next. */
  void pass() {
    Waiter next;
    synchronized (lock) {
      next = waiting.poll();
      taken = next != null;
    }
    if (next != null) {
      next.turn.complete(true);
    }
  }

  /** Equal to nothing else. */
  private static final class Waiter {
    final CompletableFuture<Boolean> turn = new CompletableFuture<>();
  }
}
