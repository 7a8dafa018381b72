package dev.realtime.core.local;

import dev.realtime.MessageId;
import dev.realtime.RejectedException;
import dev.realtime.core.log.AppendAnswers;
import dev.realtime.core.log.QueuedLogEngine;
import dev.realtime.core.wire.ChannelName;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PublishTransport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Publishing within one process: straight to the queue of the log.
 *
 * <p>Thread-safe.
 */
public final class LocalPublishTransport implements PublishTransport {
  private final QueuedLogEngine engine;

  /** A transport to the logs of an engine. */
  public LocalPublishTransport(QueuedLogEngine engine) {
    this.engine = engine;
  }

  @Override
  public int window() {
    return 1;
  }

  @Override
  public CompletionStage<List<AppendResult.Run>> publish(
      String channel, MessageId first, List<NewEntry> entries) {
    try {
      ChannelName.checkPublishable(channel);
    } catch (RejectedException e) {
      return CompletableFuture.failedFuture(e);
    }
    return engine
        .open(channel)
        .append(Append.of("", first, entries))
        .thenApply(result -> AppendAnswers.runs(result, first));
  }

  @Override
  public CompletionStage<Long> nextSequence(String channel, String producer) {
    return engine.open(channel).nextSequence("", producer);
  }

  @Override
  public void close() {}
}
