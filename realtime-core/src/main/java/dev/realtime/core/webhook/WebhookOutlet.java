package dev.realtime.core.webhook;

import dev.realtime.spi.Batch;
import dev.realtime.spi.Outlet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Where the delivery loop of a webhook subscription writes: what is written was taken by the
 * receiver. One loop has one outlet, so that a loop that was left is not heard any more.
 *
 * <p>Thread-safe.
 */
final class WebhookOutlet implements Outlet {
  private final WebhookDeliveries deliveries;
  private final Executor serial;
  private final Runnable ended;
  private volatile boolean left;

  /**
   * An outlet.
   *
   * @param ended the loop ended by itself; runs on the serial executor
   */
  WebhookOutlet(WebhookDeliveries deliveries, Executor serial, Runnable ended) {
    this.deliveries = deliveries;
    this.serial = serial;
    this.ended = ended;
  }

  /** Nothing of the loop is heard any more. */
  void leave() {
    left = true;
  }

  @Override
  public CompletionStage<Void> write(Batch batch) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    serial.execute(
        () -> {
          if (left) {
            written.completeExceptionally(new CancellationException("the loop was left"));
            return;
          }
          deliveries
              .deliver(batch)
              .whenComplete(
                  (done, failure) -> {
                    if (failure == null) {
                      written.complete(null);
                    } else {
                      written.completeExceptionally(failure);
                    }
                  });
        });
    return written;
  }

  @Override
  public void end(End end) {
    serial.execute(
        () -> {
          if (!left) {
            ended.run();
          }
        });
  }
}
