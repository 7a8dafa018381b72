package dev.realtime.core.log;

import dev.realtime.ErrorCode;
import dev.realtime.UnavailableException;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.ChannelLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The appends of one channel on their way to its log: one is in flight, the others wait in the
 * order of the calls (SPEC 3.18).
 *
 * <p>Thread-safe.
 */
final class AppendQueue {
  /*
   * Whoever finds the queue idle takes the turn and keeps it until its append is answered. If the
   * log answers within the call, as one in memory does, the call gives the turn back and nothing
   * was made for it; what came meanwhile is run by the executor, so that nobody's call lasts for as
   * long as others append. If not, the thread that brings the answer runs what waits. A run is one
   * loop however many answers come at once, so the stack does not grow.
   *
   * When an append is answered, the next is started before the answer is told: the log works while
   * the publisher hears. With a log that answers at once many would be told by the one who has the
   * turn, so it tells them when nobody waits any more and the turn is free. A failure is told
   * before the next append starts: those of the same producer that wait are then refused, and
   * whoever made them must hear of the failure first.
   */

  /** At 2 ms for an append who comes last waits 2 s; more would wait longer than their callers. */
  static final int MAX_WAITING = 1_024;

  /** Payload bytes: as many as a channel retains unless configured. */
  static final long MAX_WAITING_BYTES = 16L << 20;

  /** So many stored appends may be untold before one tells them with others waiting. */
  private static final int MAX_UNTOLD = 64;

  private final String channel;
  private final Executor executor;

  /** Guards all below; never held while the log is called or an answer is told. */
  private final Object lock = new Object();

  private final ArrayDeque<PendingAppend> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean taken;
  private @Nullable PendingAppend inFlight;
  private boolean retired;
  private boolean closed;
  private boolean abandoned;

  AppendQueue(String channel, Executor executor) {
    this.channel = channel;
    this.executor = executor;
  }

  /** The answer of the log; null if this queue has retired and a new one takes its place. */
  @Nullable CompletionStage<AppendResult> append(ChannelLog log, Append append) {
    synchronized (lock) {
      if (retired) {
        return null;
      }
      if (closed) {
        return CompletableFuture.failedFuture(closed());
      }
      if (taken) {
        return enqueue(new PendingAppend(log, append));
      }
      taken = true;
    }
    CompletionStage<AppendResult> stage = start(log, append);
    if (isDone(stage)) {
      giveTurnBack();
      return stage;
    }
    PendingAppend pending = new PendingAppend(log, append);
    fly(pending);
    if (pending.isAnsweredBy(stage, this::run)) {
      run(pending);
    }
    return pending.answer();
  }

  private CompletionStage<AppendResult> enqueue(PendingAppend pending) {
    boolean full =
        waiting.size() >= MAX_WAITING
            || (!waiting.isEmpty() && waitingBytes + pending.bytes() > MAX_WAITING_BYTES);
    if (full) {
      return CompletableFuture.failedFuture(
          new UnavailableException(
              ErrorCode.RATE_LIMITED,
              waiting.size()
                  + " appends of "
                  + waitingBytes
                  + " bytes wait for the log of "
                  + channel
                  + ", expected at most "
                  + MAX_WAITING
                  + " of "
                  + MAX_WAITING_BYTES));
    }
    waiting.add(pending);
    waitingBytes += pending.bytes();
    return pending.answer();
  }

  private static CompletionStage<AppendResult> start(ChannelLog log, Append append) {
    try {
      return Objects.requireNonNull(log.append(append), "the log gave no stage");
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Whether the answer is there; a stage of another kind need not be able to tell. */
  private static boolean isDone(CompletionStage<AppendResult> stage) {
    return stage.getClass() == CompletableFuture.class
        && ((CompletableFuture<AppendResult>) stage).isDone();
  }

  private void giveTurnBack() {
    synchronized (lock) {
      if (waiting.isEmpty()) {
        taken = false;
        return;
      }
    }
    executor.execute(() -> run(null));
  }

  private void fly(PendingAppend pending) {
    boolean over;
    synchronized (lock) {
      inFlight = pending;
      over = abandoned;
    }
    if (over) {
      pending.fail(unknown());
    }
  }

  /** Starts what waits, one after the other, and tells the answers; the caller has the turn. */
  private void run(@Nullable PendingAppend answered) {
    List<PendingAppend> untold = new ArrayList<>();
    PendingAppend last = answered;
    while (true) {
      if (last != null) {
        untold.add(last);
        if (!last.isStored() || untold.size() >= MAX_UNTOLD) {
          tell(untold);
        }
      }
      PendingAppend next = next();
      if (next == null) {
        tell(untold);
        return;
      }
      CompletionStage<AppendResult> stage = start(next.log(), next.append());
      if (!isDone(stage)) {
        tell(untold);
      }
      if (!next.isAnsweredBy(stage, this::run)) {
        return;
      }
      last = next;
    }
  }

  private static void tell(List<PendingAppend> untold) {
    untold.forEach(PendingAppend::tell);
    untold.clear();
  }

  /** The one that waits longest; null, and the turn is free, if none waits. */
  private @Nullable PendingAppend next() {
    synchronized (lock) {
      inFlight = waiting.poll();
      if (inFlight == null) {
        taken = false;
      } else {
        waitingBytes -= inFlight.bytes();
      }
      return inFlight;
    }
  }

  /** Ends a queue that is idle; false if it goes on. */
  boolean retire() {
    synchronized (lock) {
      retired |= !taken;
      return retired;
    }
  }

  /** Fails what waits, which is not stored, and all that comes later. */
  void close() {
    List<PendingAppend> all;
    synchronized (lock) {
      closed = true;
      all = List.copyOf(waiting);
      waiting.clear();
      waitingBytes = 0;
    }
    all.forEach(pending -> pending.fail(closed()));
  }

  /** Fails the append in flight if the log, which has ended, left it without an answer. */
  void abandon() {
    PendingAppend pending;
    synchronized (lock) {
      abandoned = true;
      pending = inFlight;
    }
    if (pending != null) {
      pending.fail(unknown());
    }
  }

  private UnavailableException closed() {
    return new UnavailableException(
        ErrorCode.SHUTTING_DOWN, "the log of " + channel + " was closed before the append");
  }

  private UnavailableException unknown() {
    return new UnavailableException(
        ErrorCode.ENGINE_UNAVAILABLE,
        "the log of " + channel + " was closed before it answered the append",
        null,
        true,
        null);
  }
}
