package dev.realtime.core.log;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of a channel that may have no entry yet: it is stored while somebody waits for it to
 * grow, and for good from the first entry on. What else is asked of a log that is not stored, an
 * empty one answers that nobody keeps.
 *
 * <p>Thread-safe. Any number of these for one channel are one log.
 */
final class ForgettableLog implements ChannelLog {
  private final String channel;
  private final Map<String, MemoryChannelLog> stored;
  private final Supplier<MemoryChannelLog> unborn;

  /** Once it has entries it is stored for good, and nobody need look for it again. */
  private volatile @Nullable MemoryChannelLog born;

  ForgettableLog(
      String channel, Map<String, MemoryChannelLog> stored, Supplier<MemoryChannelLog> unborn) {
    this.channel = channel;
    this.stored = stored;
    this.unborn = unborn;
  }

  @Override
  public String channel() {
    return channel;
  }

  private MemoryChannelLog now() {
    MemoryChannelLog known = born;
    if (known != null) {
      return known;
    }
    MemoryChannelLog found = stored.get(channel);
    if (found == null) {
      return unborn.get();
    }
    remember(found);
    return found;
  }

  private void remember(MemoryChannelLog log) {
    if (log.hasEntries()) {
      born = log;
    }
  }

  /** The log, stored and not forgotten before it is released. */
  private MemoryChannelLog hold() {
    while (true) {
      MemoryChannelLog log = stored.computeIfAbsent(channel, name -> unborn.get());
      if (log.hold()) {
        return log;
      }
      stored.remove(channel, log);
    }
  }

  private void release(MemoryChannelLog log) {
    log.release();
    remember(log);
    forget(log);
  }

  private void forget(MemoryChannelLog log) {
    if (log.retire()) {
      stored.remove(channel, log);
    }
  }

  @Override
  public CompletionStage<AppendResult> append(Append append) {
    MemoryChannelLog known = born;
    if (known != null) {
      return known.append(append);
    }
    MemoryChannelLog log = hold();
    try {
      return log.append(append);
    } finally {
      release(log);
    }
  }

  @Override
  public Runnable onGrowth(Position after, Runnable wake) {
    MemoryChannelLog known = born;
    if (known != null) {
      return known.onGrowth(after, wake);
    }
    MemoryChannelLog log = hold();
    try {
      Runnable cancel = log.onGrowth(after, wake);
      return () -> {
        cancel.run();
        forget(log);
      };
    } finally {
      release(log);
    }
  }

  @Override
  public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
    return now().read(after, maxEntries, maxBytes);
  }

  @Override
  public CompletionStage<Position> resolve(Start start) {
    return now().resolve(start);
  }

  @Override
  public CompletionStage<Bounds> bounds() {
    return now().bounds();
  }

  @Override
  public CompletionStage<Long> nextSequence(String owner, String producer) {
    return now().nextSequence(owner, producer);
  }
}
