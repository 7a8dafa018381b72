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

  /**
   * A batch of which nothing is handled yet.
   *
   * @param gap to announce first
   * @param entries to deliver
   * @param done completes when the batch is handled, or let go together with its exchange
   */
  Handling(Batch batch, Optional<Gap> gap, List<Entry> entries, CompletableFuture<Void> done) {
    this.batch = batch;
    this.gap = gap;
    this.entries = entries;
    this.done = done;
  }
}
