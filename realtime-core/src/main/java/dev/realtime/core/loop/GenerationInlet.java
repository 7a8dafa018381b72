package dev.realtime.core.loop;

import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Inlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The signals of one exchange; once the loop has another, they are ignored (SPEC 4.9). */
final class GenerationInlet implements Inlet {
  private final SubscriptionLoop<?> loop;
  private final int generation;

  GenerationInlet(SubscriptionLoop<?> loop, int generation) {
    this.loop = loop;
    this.generation = generation;
  }

  @Override
  public void onOpen(Position at, Position head) {
    loop.signal(generation, () -> loop.opened(at, head), () -> {});
  }

  @Override
  public CompletionStage<Void> onBatch(Batch batch) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.signal(generation, () -> loop.arrived(batch, done), () -> done.complete(null));
    return done;
  }

  @Override
  public void onHead(Position head) {
    loop.signal(generation, () -> loop.heartbeat(head), () -> {});
  }

  @Override
  public void onEnd(EndReason reason) {
    loop.signal(generation, () -> loop.ended(reason), () -> {});
  }

  @Override
  public boolean awaitsOpen() {
    return loop.awaitsOpen();
  }

  @Override
  public boolean follows(Inlet former) {
    return former instanceof GenerationInlet other && other.loop == loop;
  }
}
