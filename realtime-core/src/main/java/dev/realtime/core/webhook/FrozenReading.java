package dev.realtime.core.webhook;

import dev.realtime.Gap;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads what failed before a restart, to send it in the same bytes. Immutable. */
record FrozenReading(String channel, ChannelLog log) {
  /** The batch; empty if the log does not have it as it was. */
  CompletionStage<Optional<Batch>> read(Progress.Inflight inflight) {
    long messages = inflight.last().offset() - inflight.previous().offset();
    Optional<Gap> gap = inflight.gap();
    if (messages <= 0) {
      return CompletableFuture.completedFuture(gap.map(g -> batch(inflight, List.of())));
    }
    return log.read(
            inflight.previous(), (int) Math.min(messages, Integer.MAX_VALUE), Integer.MAX_VALUE)
        .thenApply(
            read ->
                read.gap().isEmpty() && read.last().equals(inflight.last())
                    ? Optional.of(batch(inflight, read.entries()))
                    : Optional.<Batch>empty());
  }

  private Batch batch(Progress.Inflight inflight, List<Entry> entries) {
    return new Batch(
        channel, inflight.previous(), inflight.last(), inflight.last(), inflight.gap(), entries);
  }
}
