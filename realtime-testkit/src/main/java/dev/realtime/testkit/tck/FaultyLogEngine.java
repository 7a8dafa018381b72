package dev.realtime.testkit.tck;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.UnavailableException;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose appends stall, take their time or lose their answers when a test says so, and
 * that tells how far its logs were read and how many appends were in flight; all else is the
 * engine's beneath. For the rules that must hold with a log that is slow or cut (SPEC 1.2, 1.7,
 * 1.10, 3.18), and for those that bound what is read ahead (SPEC 4.18).
 *
 * <p>Thread-safe; guarded by {@code this}, which is not held while the engine beneath works.
 */
public final class FaultyLogEngine implements LogEngine {
  private final LogEngine right;
  private final List<Runnable> stalled = new ArrayList<>();
  private final Map<String, Long> readTo = new HashMap<>();
  private final Map<String, Integer> inFlight = new HashMap<>();
  private final Map<String, Integer> mostInFlight = new HashMap<>();
  private Predicate<String> stalling = channel -> false;
  private CountDownLatch arrived = new CountDownLatch(1);
  private int answersToLose;
  private Random delays = new Random(0);
  private Executor delayed = Runnable::run;

  /** An engine that behaves like the one beneath until told otherwise. */
  public FaultyLogEngine(LogEngine right) {
    this.right = right;
  }

  /** Holds every append back until {@link #release}. */
  public void stall() {
    stall(channel -> true);
  }

  /** Holds every append to one channel back until {@link #release}. */
  public void stall(String channel) {
    stall(channel::equals);
  }

  private synchronized void stall(Predicate<String> channels) {
    stalling = channels;
    arrived = new CountDownLatch(1);
  }

  /** Waits until an append is held back. */
  public void awaitStalled() {
    CountDownLatch latch;
    synchronized (this) {
      latch = arrived;
    }
    Waits.await(latch, "an append that stalls");
  }

  /** The greatest offset that was read of a channel, 0 before the first read. */
  public synchronized long readTo(String channel) {
    return readTo.getOrDefault(channel, 0L);
  }

  private synchronized void wasRead(@Nullable Batch batch) {
    if (batch != null) {
      readTo.merge(batch.channel(), batch.last().offset(), Math::max);
    }
  }

  /** The most appends of a channel that were without an answer at a time. */
  public synchronized int mostInFlight(String channel) {
    return mostInFlight.getOrDefault(channel, 0);
  }

  private synchronized void flies(String channel) {
    int now = inFlight.merge(channel, 1, Integer::sum);
    mostInFlight.merge(channel, now, Math::max);
  }

  private synchronized void isAnswered(String channel) {
    inFlight.merge(channel, -1, Integer::sum);
  }

  /** Lets the appends that were held back, and all later ones, go on in their order. */
  public void release() {
    List<Runnable> all;
    synchronized (this) {
      stalling = channel -> false;
      all = List.copyOf(stalled);
      stalled.clear();
    }
    all.forEach(Runnable::run);
  }

  /** Stores the next appends and lets their answers be lost. */
  public synchronized void loseAnswers(int appends) {
    answersToLose = appends;
  }

  /**
   * Answers every append on another thread, some at once and some after others had time to go
   * ahead.
   *
   * @param executor runs the appends
   */
  public synchronized void delayAppends(long seed, Executor executor) {
    delays = new Random(seed);
    delayed = executor;
  }

  private CompletionStage<AppendResult> append(ChannelLog log, Append append) {
    CompletableFuture<AppendResult> answer = new CompletableFuture<>();
    Runnable work = () -> appendNow(log, append, answer);
    Executor executor;
    int turns;
    flies(log.channel());
    synchronized (this) {
      if (stalling.test(log.channel())) {
        stalled.add(work);
        arrived.countDown();
        return answer;
      }
      executor = delayed;
      turns = delays.nextInt(8);
    }
    executor.execute(() -> afterTurns(turns, executor, work));
    return answer;
  }

  /** Goes to the end of the executor's queue a number of times before it works. */
  private static void afterTurns(int turns, Executor executor, Runnable work) {
    if (turns == 0) {
      work.run();
    } else {
      executor.execute(() -> afterTurns(turns - 1, executor, work));
    }
  }

  private void appendNow(ChannelLog log, Append append, CompletableFuture<AppendResult> answer) {
    boolean lose;
    synchronized (this) {
      lose = answersToLose > 0;
      answersToLose = Math.max(0, answersToLose - 1);
    }
    log.append(append)
        .whenComplete(
            (result, failure) -> {
              isAnswered(log.channel());
              if (failure != null) {
                answer.completeExceptionally(failure);
              } else if (lose) {
                answer.completeExceptionally(lost());
              } else {
                answer.complete(result);
              }
            });
  }

  private static UnavailableException lost() {
    return new UnavailableException(
        ErrorCode.CONNECTION_LOST, "the answer of the log was lost on purpose", null, true, null);
  }

  @Override
  public String name() {
    return right.name();
  }

  @Override
  public ChannelLog open(String channel) {
    return new FaultyLog(this, right.open(channel));
  }

  @Override
  public int channels() {
    return right.channels();
  }

  @Override
  public void close() {
    release();
    right.close();
  }

  private record FaultyLog(FaultyLogEngine engine, ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<AppendResult> append(Append append) {
      return engine.append(right, append);
    }

    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .whenComplete((batch, failure) -> engine.wasRead(batch));
    }
  }
}
