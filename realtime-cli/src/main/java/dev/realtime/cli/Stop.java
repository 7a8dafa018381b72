package dev.realtime.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The wish of the user, by SIGINT or SIGTERM, that a command ends in order. Thread-safe. */
final class Stop {
  private final CompletableFuture<Void> requested = new CompletableFuture<>();

  void request() {
    requested.complete(null);
  }

  boolean isRequested() {
    return requested.isDone();
  }

  /** Runs something when the end is wished for; at once if it is already. */
  void onRequest(Runnable action) {
    requested.thenRun(action);
  }

  /** Waits until the end is wished for. */
  void await() throws InterruptedException {
    awaitEither(new CompletableFuture<>(), Duration.ofDays(36_500));
  }

  /** Waits a while; returns at once when the end is wished for. */
  void pause(Duration most) throws InterruptedException {
    awaitEither(new CompletableFuture<>(), most);
  }

  /** Waits until something is done or the end is wished for; false if neither was in time. */
  boolean awaitEither(CompletionStage<?> done, Duration most) throws InterruptedException {
    try {
      CompletableFuture.anyOf(done.toCompletableFuture().handle((v, t) -> true), requested)
          .get(most.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
