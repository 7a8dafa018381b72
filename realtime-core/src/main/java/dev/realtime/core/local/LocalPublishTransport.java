package dev.realtime.core.local;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.RejectedException;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.LogEngine;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PublishTransport;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Publishing within one process: straight to the log.
 *
 * <p>Thread-safe.
 */
public final class LocalPublishTransport implements PublishTransport {
  private final LogEngine engine;

  /** A transport to the logs of an engine. */
  public LocalPublishTransport(LogEngine engine) {
    this.engine = engine;
  }

  @Override
  public int window() {
    return 1;
  }

  @Override
  public CompletionStage<List<AppendResult.Run>> publish(
      String channel, MessageId first, List<NewEntry> entries) {
    return engine
        .open(channel)
        .append(new Append("", first, entries))
        .thenApply(result -> runs(result, first));
  }

  /** The runs of a stored append, or the failure that the answer stands for. */
  private static List<AppendResult.Run> runs(AppendResult result, MessageId first) {
    if (result instanceof AppendResult.Stored stored) {
      return stored.runs();
    }
    if (result instanceof AppendResult.OutOfSequence skipped) {
      throw new RejectedException(
          ErrorCode.OUT_OF_SEQUENCE,
          "sequence " + first + ", expected " + skipped.expected(),
          skipped.expected(),
          null);
    }
    if (result instanceof AppendResult.MessageIdReused reused) {
      throw new RejectedException(
          ErrorCode.MESSAGE_ID_REUSED,
          "sequence " + reused.sequence() + " of " + first.producer() + " has other content");
    }
    throw new RejectedException(
        ErrorCode.UNKNOWN_PRODUCER, first + ": the log does not know the producer");
  }

  @Override
  public CompletionStage<Long> nextSequence(String channel, String producer) {
    return engine.open(channel).nextSequence("", producer);
  }

  @Override
  public void close() {}
}
