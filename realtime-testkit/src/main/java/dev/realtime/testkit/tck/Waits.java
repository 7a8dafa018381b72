package dev.realtime.testkit.tck;

import dev.realtime.testkit.RecordingSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits that end at the signal, or fail after 10 seconds and say what did not come. */
final class Waits {
  private static final long CAP_MILLIS = RecordingSubscriber.CAP.toMillis();

  private Waits() {}

  /** A body that may throw. */
  interface Body {
    void run() throws Exception;
  }

  /** The value of a stage. A failure of the stage is thrown as it is if it is unchecked. */
  static <V> V join(CompletionStage<V> stage, String what) {
    try {
      return stage.toCompletableFuture().get(CAP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(what + ": nothing within " + RecordingSubscriber.CAP, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError(what + " failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in the wait for " + what, e);
    }
  }

  /** The failure of a stage; fails if it succeeds. */
  static Throwable failure(CompletionStage<?> stage, String what) {
    return join(
        stage.handle(
            (value, failure) -> {
              if (failure == null) {
                throw new AssertionError(what + " did not fail, it gave " + value);
              }
              return failure;
            }),
        what);
  }

  static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(CAP_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(what + ": nothing within " + RecordingSubscriber.CAP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in the wait for " + what, e);
    }
  }

  /** Blocks until the test, which must not forget it, counts the latch down. */
  static void hold(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a body on a thread of its own, which a body that hangs does not keep the test from. */
  static CompletableFuture<Void> start(String role, Body body) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            },
            "realtime-tck-" + role);
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  static void joinAll(List<CompletableFuture<Void>> all, String what) {
    for (CompletableFuture<Void> one : new ArrayList<>(all)) {
      join(one, what);
    }
  }
}
