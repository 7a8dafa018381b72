package dev.realtime.testkit.tck;

import dev.realtime.MessageId;
import dev.realtime.Position;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Logs that append or wake wrongly, each in one way. */
final class WrongAppends {
  private WrongAppends() {}

  private static CompletionStage<AppendResult> anonymous(
      ChannelLog log, Append append, List<NewEntry> entries) {
    long sequence = append.first().map(MessageId::sequence).orElse(1L);
    return log.append(Append.anonymous(entries))
        .thenApply(
            result ->
                new AppendResult.Stored(
                    List.of(
                        new Run(
                            sequence,
                            BlockingLog.placed(result).get(0).position(),
                            entries.size(),
                            false))));
  }

  /** Stores one message after the other, those before one that cannot be stored too. */
  record PiecemealLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<AppendResult> append(Append append) {
      List<NewEntry> entries = append.entries();
      if (append.first().isEmpty() || entries.size() == 1) {
        return right.append(append);
      }
      MessageId first = append.first().get();
      CompletionStage<AppendResult> result =
          right.append(Append.of(append.owner(), first, entries.subList(0, 1)));
      MessageId second = new MessageId(first.producer(), first.sequence() + 1);
      List<NewEntry> others = entries.subList(1, entries.size());
      return result.thenCombine(append(Append.of(append.owner(), second, others)), this::both);
    }

    private AppendResult both(AppendResult one, AppendResult others) {
      if (one instanceof AppendResult.Stored first && others instanceof AppendResult.Stored rest) {
        List<Run> runs = new ArrayList<>(first.runs());
        runs.addAll(rest.runs());
        return new AppendResult.Stored(runs);
      }
      return one instanceof AppendResult.Stored ? others : one;
    }
  }

  /** Acknowledges the seventh append and loses it. */
  record LosingLog(ChannelLog right, AtomicInteger appends) implements ForwardingLog {
    LosingLog(ChannelLog right) {
      this(right, new AtomicInteger());
    }

    @Override
    public CompletionStage<AppendResult> append(Append append) {
      if (appends.incrementAndGet() != 7) {
        return right.append(append);
      }
      return right
          .bounds()
          .thenApply(
              bounds -> {
                Position next = bounds.head().withOffset(bounds.head().offset() + 1);
                long sequence = append.first().map(MessageId::sequence).orElse(1L);
                return new AppendResult.Stored(
                    List.of(new Run(sequence, next, append.entries().size(), false)));
              });
    }
  }

  /** Stores a repeat as if it were new, and whatever else it is given. */
  record ForgetfulLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<AppendResult> append(Append append) {
      return anonymous(right, append, append.entries());
    }
  }

  /** Takes any content under a known identity for a repeat. */
  record CarelessLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<AppendResult> append(Append append) {
      return right
          .append(append)
          .thenCombine(
              right.bounds(),
              (result, bounds) ->
                  result instanceof AppendResult.MessageIdReused reused
                      ? new AppendResult.Stored(
                          List.of(new Run(reused.sequence(), bounds.head(), 1, true)))
                      : result);
    }
  }

  /** Stores a message whose predecessors are missing. */
  record LeapingLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<AppendResult> append(Append append) {
      return right
          .append(append)
          .thenCompose(
              result ->
                  result instanceof AppendResult.OutOfSequence
                      ? anonymous(right, append, append.entries())
                      : CompletableFuture.completedFuture(result));
    }
  }

  /** Refuses a batch for its first message and stores the rest of it. */
  record HalfLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<AppendResult> append(Append append) {
      return right
          .append(append)
          .thenCompose(
              result -> {
                List<NewEntry> rest = append.entries().subList(1, append.entries().size());
                return result instanceof AppendResult.MessageIdReused && !rest.isEmpty()
                    ? anonymous(right, append, rest).thenApply(stored -> result)
                    : CompletableFuture.completedFuture(result);
              });
    }
  }

  /** Wakes again at the next append. */
  record TwiceWakingLog(ChannelLog right) implements ForwardingLog {
    @Override
    public Runnable onGrowth(Position after, Runnable wake) {
      return right.onGrowth(
          after,
          () -> {
            wake.run();
            right.bounds().thenAccept(bounds -> right.onGrowth(bounds.head(), wake));
          });
    }
  }

  /** Holds its lock, which bounds need too, while wake-ups run. */
  record LockedWakeLog(ChannelLog right, ReentrantLock lock) implements ForwardingLog {
    @Override
    public CompletionStage<AppendResult> append(Append append) {
      lock.lock();
      try {
        return right.append(append);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public CompletionStage<Bounds> bounds() {
      lock.lock();
      try {
        return right.bounds();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Appends to one channel at a time. */
  record OneLockForAllLog(ChannelLog right, ReentrantLock lock) implements ForwardingLog {
    @Override
    public CompletionStage<AppendResult> append(Append append) {
      lock.lock();
      try {
        return right.append(append);
      } finally {
        lock.unlock();
      }
    }
  }
}
