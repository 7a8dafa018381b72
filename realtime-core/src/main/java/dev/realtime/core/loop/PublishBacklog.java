package dev.realtime.core.loop;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.Receipt;
import dev.realtime.RejectedException;
import dev.realtime.spi.AppendResult.Run;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a publisher that have no answer yet, in the order of the calls: batches that were
 * numbered and sent, and behind them the messages that wait for a number. It numbers and answers
 * them; when something is sent it does not decide.
 *
 * <p>Confined to the serial executor of its loop, but for {@link #admit} and {@link #producer}.
 */
final class PublishBacklog {
  private final PublishLimits limits;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ArrayDeque<List<Pending>> sent = new ArrayDeque<>();
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private volatile String producer;
  private long nextSequence = 1;

  /** How many of the next messages go alone, so that a refusal tells which one it is of. */
  private int alone;

  PublishBacklog(PublishLimits limits, String producer) {
    this.limits = limits;
    this.producer = producer;
  }

  /** The producer id of the numbers; for any thread. */
  String producer() {
    return producer;
  }

  /** Counts a message that will be added, unless there are too many; for any thread. */
  boolean admit() {
    boolean admitted = inFlight.incrementAndGet() <= limits.maxInFlight();
    if (!admitted) {
      inFlight.decrementAndGet();
    }
    return admitted;
  }

  /** Lets an admitted message wait behind all others. */
  void add(Pending pending) {
    waiting.add(pending);
  }

  /** Whether a message waits for its number. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** The batches that were numbered, the oldest first. */
  List<List<Pending>> sent() {
    return List.copyOf(sent);
  }

  /** Numbers the next message from here on. */
  void goOnWith(long sequence) {
    nextSequence = sequence;
  }

  /** Numbers the messages that wait, as many as a batch may hold; there is one. */
  List<Pending> numberNext() {
    List<Pending> batch = new ArrayList<>();
    int bytes = 0;
    int most = alone > 0 ? 1 : limits.maxBatchEntries();
    alone = Math.max(0, alone - 1);
    while (batch.size() < most && !waiting.isEmpty()) {
      Pending next = waiting.peek();
      bytes += next.entry.payload().size();
      if (!batch.isEmpty() && bytes > limits.maxBatchBytes()) {
        break;
      }
      waiting.remove();
      next.sequence = nextSequence++;
      batch.add(next);
    }
    sent.add(batch);
    return batch;
  }

  /** Answers a batch with the positions that the log gave it. */
  void stored(List<Pending> batch, List<Run> runs) {
    sent.remove(batch);
    batch.forEach(p -> stored(p, runs));
  }

  private void stored(Pending pending, List<Run> runs) {
    for (Run run : runs) {
      long at = pending.sequence - run.sequence();
      long offset = run.position().offset() + at;
      if (at >= 0 && at < run.count() && offset <= Position.MAX_OFFSET) {
        Position position = run.position().withOffset(offset);
        inFlight.decrementAndGet();
        pending.answer.complete(new Receipt(position, run.duplicate()));
        return;
      }
    }
    fail(
        pending,
        new RejectedException(
            ErrorCode.PROTOCOL, "the answer names no position of sequence " + pending.sequence));
  }

  /**
   * Fails the message that the oldest batch was refused for. If it has others beside it, none fails
   * yet and each of them goes alone: one of them is at fault, or they are too much only together.
   */
  void refused(RealtimeException cause) {
    List<Pending> first = sent.peek();
    if (first != null && first.size() > 1) {
      alone = first.size();
    } else if (first != null) {
      sent.remove();
      first.forEach(p -> fail(p, cause));
    }
  }

  /**
   * Lets what is known not to be stored wait again, for new numbers; the rest has an unknown
   * outcome and fails (SPEC 1.6).
   */
  void renumber(String newProducer) {
    List<Pending> again = new ArrayList<>();
    for (List<Pending> batch : sent) {
      for (Pending pending : batch) {
        if (pending.unknownAttempts > 0) {
          fail(pending, PublishOutcomes.unknown(producer, pending.sequence, null));
        } else {
          again.add(pending);
        }
      }
    }
    sent.clear();
    for (int i = again.size() - 1; i >= 0; i--) {
      waiting.addFirst(again.get(i));
    }
    producer = newProducer;
    nextSequence = 1;
  }

  /** Whether the oldest message that was sent has been repeated for long enough. */
  boolean isSentExpired(long nowNanos) {
    List<Pending> oldest = sent.peek();
    return oldest != null && isExpired(oldest.get(0), nowNanos);
  }

  /** Fails the messages that have waited for long enough. */
  void failExpired(long nowNanos, RealtimeException cause) {
    while (isExpired(waiting.peek(), nowNanos)) {
      fail(waiting.remove(), cause);
    }
  }

  private boolean isExpired(@Nullable Pending pending, long nowNanos) {
    return pending != null && nowNanos - pending.calledAtNanos > limits.giveUpAfter().toNanos();
  }

  /** Fails what was sent. */
  void failSent(RealtimeException cause) {
    for (List<Pending> batch : sent) {
      for (Pending pending : batch) {
        fail(
            pending,
            pending.unknownAttempts > 0
                ? PublishOutcomes.unknown(producer, pending.sequence, cause)
                : cause);
      }
    }
    sent.clear();
  }

  /** Fails everything. */
  void failAll(RealtimeException cause) {
    failSent(cause);
    waiting.forEach(p -> fail(p, cause));
    waiting.clear();
  }

  /** Fails one message, unless it is answered. */
  void fail(Pending pending, RealtimeException cause) {
    if (!pending.answer.isDone()) {
      inFlight.decrementAndGet();
      pending.answer.completeExceptionally(cause);
    }
  }
}
