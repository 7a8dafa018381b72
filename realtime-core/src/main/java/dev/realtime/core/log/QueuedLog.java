package dev.realtime.core.log;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import java.util.concurrent.CompletionStage;

/**
 * A log whose appends go through the queue of their channel; all else goes straight to the log.
 *
 * <p>Thread-safe. Any number of these for one channel share its queue.
 */
final class QueuedLog implements ChannelLog {
  private final QueuedLogEngine engine;
  private final ChannelLog log;

  QueuedLog(QueuedLogEngine engine, ChannelLog log) {
    this.engine = engine;
    this.log = log;
  }

  @Override
  public String channel() {
    return log.channel();
  }

  @Override
  public CompletionStage<AppendResult> append(Append append) {
    return engine.append(log, append);
  }

  @Override
  public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
    return log.read(after, maxEntries, maxBytes);
  }

  @Override
  public CompletionStage<Position> resolve(Start start) {
    return log.resolve(start);
  }

  @Override
  public CompletionStage<Bounds> bounds() {
    return log.bounds();
  }

  @Override
  public CompletionStage<Long> nextSequence(String owner, String producer) {
    return log.nextSequence(owner, producer);
  }

  @Override
  public Runnable onGrowth(Position after, Runnable wake) {
    return log.onGrowth(after, wake);
  }
}
