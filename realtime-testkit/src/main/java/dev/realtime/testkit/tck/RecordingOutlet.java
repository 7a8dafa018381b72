package dev.realtime.testkit.tck;

import dev.realtime.spi.Batch;
import dev.realtime.spi.Outlet;
import dev.realtime.testkit.RecordingSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Assertions;

/**
 * An outlet that takes a batch when it may and remembers the offsets of each.
 *
 * <p>Thread-safe; guarded by {@code this}, which is not held while a write completes.
 */
final class RecordingOutlet implements Outlet {
  private final List<String> writes = new ArrayList<>();
  private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
  private long last;

  /** Takes no batch until {@link #release}. */
  synchronized void hold() {
    taken = new CompletableFuture<>();
  }

  /** Takes what was written, and all that follows at once. */
  void release() {
    CompletableFuture<Void> now;
    synchronized (this) {
      now = taken;
    }
    now.complete(null);
  }

  @Override
  public synchronized CompletionStage<Void> write(Batch batch) {
    writes.add((batch.last().offset() - batch.entries().size() + 1) + ".." + batch.last().offset());
    last = batch.last().offset();
    notifyAll();
    return taken;
  }

  @Override
  public void end(End end) {}

  /** The first and last offset of each batch. */
  synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  synchronized void awaitOffset(long offset) throws InterruptedException {
    long end = System.nanoTime() + RecordingSubscriber.CAP.toNanos();
    while (last < offset && System.nanoTime() < end) {
      wait(100);
    }
    Assertions.assertTrue(last >= offset, () -> "offset " + offset + " did not come but " + writes);
  }
}
