package dev.realtime.core.loop;

import dev.realtime.Gap;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A batch while its entries are given to the subscriber. Confined to its subscription's loop. */
final class Handling {
  final Batch batch;
  final List<Entry> entries;
  final CompletableFuture<Void> done;
  Optional<Gap> gap;
  int next;

  Handling(Batch batch, OrderGate.Verdict.Deliver verdict, CompletableFuture<Void> done) {
    this.batch = batch;
    this.gap = verdict.gap();
    this.entries = verdict.entries();
    this.done = done;
  }
}
