package dev.realtime.system;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Logs in memory that tell how far they were read and can hold appends back. Thread-safe. */
final class TransportWatchedEngine implements LogEngine {
  private final LogEngine engine =
      new MemoryLogEngine(
          Retention.defaults().withMaxBytes(1L << 30), Clock.systemUTC(), new Random(1));
  private final AtomicLong readTo = new AtomicLong();
  private final AtomicInteger held = new AtomicInteger();
  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  /** The greatest offset that was read of the channel {@code stalled}. */
  long readTo() {
    return readTo.get();
  }

  /** Holds appends back until the stage completes. */
  void holdUntil(CompletableFuture<Void> open) {
    gate = open;
  }

  /** How many appends came to be held back. */
  int held() {
    return held.get();
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public ChannelLog open(String channel) {
    return new Watched(engine.open(channel));
  }

  @Override
  public int channels() {
    return engine.channels();
  }

  @Override
  public void close() {
    engine.close();
  }

  private final class Watched implements ChannelLog {
    private final ChannelLog log;

    Watched(ChannelLog log) {
      this.log = log;
    }

    @Override
    public String channel() {
      return log.channel();
    }

    @Override
    public CompletionStage<AppendResult> append(Append append) {
      held.incrementAndGet();
      return gate.thenCompose(open -> log.append(append));
    }

    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return log.read(after, maxEntries, maxBytes)
          .thenApply(
              batch -> {
                if (log.channel().equals("stalled")) {
                  readTo.accumulateAndGet(batch.last().offset(), Math::max);
                }
                return batch;
              });
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
}
