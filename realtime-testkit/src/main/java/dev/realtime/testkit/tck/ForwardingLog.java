package dev.realtime.testkit.tck;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import java.util.concurrent.CompletionStage;

/** A log that does what the one beneath does, for others to deviate from. */
interface ForwardingLog extends ChannelLog {
  ChannelLog right();

  @Override
  default String channel() {
    return right().channel();
  }

  @Override
  default CompletionStage<AppendResult> append(Append append) {
    return right().append(append);
  }

  @Override
  default CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
    return right().read(after, maxEntries, maxBytes);
  }

  @Override
  default CompletionStage<Position> resolve(Start start) {
    return right().resolve(start);
  }

  @Override
  default CompletionStage<Bounds> bounds() {
    return right().bounds();
  }

  @Override
  default CompletionStage<Long> nextSequence(String owner, String producer) {
    return right().nextSequence(owner, producer);
  }

  @Override
  default Runnable onGrowth(Position after, Runnable wake) {
    return right().onGrowth(after, wake);
  }
}
