package dev.realtime.testkit.tck;

import dev.realtime.spi.Batch;
import dev.realtime.spi.Outlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** An outlet that says that the peer took a batch which waits in a queue yet. Thread-safe. */
record LyingAckOutlet(Outlet right, Executor queue) implements Outlet {
  @Override
  public CompletionStage<Void> write(Batch batch) {
    queue.execute(() -> right.write(batch));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void end(End end) {
    queue.execute(() -> right.end(end));
  }
}
