package dev.realtime.okhttp.call;

import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Inlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An inlet that hears of the end exactly once and of nothing after it (SPEC 4.3).
 *
 * <p>Thread-safe.
 */
public final class OneEnd implements Inlet {
  private final Inlet inlet;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Guards an inlet. */
  public OneEnd(Inlet inlet) {
    this.inlet = inlet;
  }

  /** Whether the end was told. */
  public boolean isEnded() {
    return ended.get();
  }

  @Override
  public void onOpen(Position at, Position head) {
    if (!ended.get()) {
      inlet.onOpen(at, head);
    }
  }

  @Override
  public CompletionStage<Void> onBatch(Batch batch) {
    return ended.get() ? CompletableFuture.completedFuture(null) : inlet.onBatch(batch);
  }

  @Override
  public void onHead(Position head) {
    if (!ended.get()) {
      inlet.onHead(head);
    }
  }

  @Override
  public void onEnd(EndReason reason) {
    if (ended.compareAndSet(false, true)) {
      inlet.onEnd(reason);
    }
  }
}
