package dev.realtime.core.webhook;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.loop.OneEnd;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** The reader behind a receiver, from one position on. Thread-safe. */
final class ReceivingExchange implements Exchange {
  private final Start from;
  private final OneEnd inlet;
  private final Consumer<ReceivingExchange> over;
  private final AtomicBoolean opening = new AtomicBoolean();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();

  /** An exchange; {@code over} is told when it ends, before the inlet is. */
  ReceivingExchange(Start from, Inlet inlet, Consumer<ReceivingExchange> over) {
    this.from = from;
    this.inlet = new OneEnd(inlet);
    this.over = over;
  }

  /** The position that was asked for; empty if it began at a symbolic place. */
  Optional<Position> wanted() {
    return from instanceof Start.After after ? Optional.of(after.position()) : Optional.empty();
  }

  boolean isOpen() {
    return opened.isDone();
  }

  /** Tells the inlet once where delivery begins, whoever knows it first. */
  void open(Position at, Position head) {
    if (opening.compareAndSet(false, true)) {
      inlet.onOpen(at, head);
      opened.complete(null);
    }
  }

  /** Completes when the batch was handled, let go or abandoned; the former one has completed. */
  CompletionStage<Void> deliver(Batch batch) {
    open(batch.gap().map(Gap::after).orElse(batch.previous()), batch.head());
    return opened
        .thenCompose(done -> inlet.onBatch(batch))
        .applyToEither(abandoned, Function.identity());
  }

  /** Waits no more for a batch of this exchange, which has ended. */
  void abandon() {
    abandoned.complete(null);
  }

  void head(Position head) {
    inlet.onHead(head);
  }

  void end(EndReason reason) {
    over.accept(this);
    inlet.onEnd(reason);
  }

  @Override
  public void cancel() {
    end(EndReason.completed());
  }
}
