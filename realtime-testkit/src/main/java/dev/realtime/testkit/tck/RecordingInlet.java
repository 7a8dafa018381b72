package dev.realtime.testkit.tck;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import dev.realtime.spi.Inlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An inlet that remembers what a transport says and where it breaks the rules: the grammar of
 * {@link Inlet}, and that each batch follows the one before (SPEC 4.1–4.3). Batches are handled at
 * once unless {@link #hold} was called.
 *
 * <p>Every {@code await…} method returns as soon as its condition holds. It throws an {@link
 * AssertionError} that tells what came, as soon as a rule is broken, or if the condition does not
 * hold within {@link #CAP}.
 *
 * <p>Thread-safe; guarded by {@code lock}, which is not held while an action of a test runs.
 */
public final class RecordingInlet implements Inlet {
  /** How long an {@code await…} method waits before it fails: 10 seconds. */
  public static final Duration CAP = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Position> opened = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();
  private final List<Position> heads = new ArrayList<>();
  private final List<EndReason> ends = new ArrayList<>();
  private final List<String> timeline = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<CompletableFuture<Void>> unhandled = new ArrayList<>();
  private Runnable atOpen = () -> {};
  private Runnable atBatch = () -> {};
  private @Nullable Position reached;
  private boolean holding;
  private int inside;

  /** An inlet that heard nothing. */
  public RecordingInlet() {}

  @Override
  public void onOpen(Position at, Position head) {
    Runnable action =
        enter(
            "open after " + at + " of " + head,
            () -> {
              require(opened.isEmpty(), "a second onOpen");
              opened.add(at);
              reached = at;
              return atOpen;
            });
    action.run();
    leave();
  }

  @Override
  public CompletionStage<Void> onBatch(Batch batch) {
    CompletableFuture<Void> handled = new CompletableFuture<>();
    Runnable action =
        enter(
            "batch " + batch,
            () -> {
              require(!opened.isEmpty(), "a batch before onOpen");
              require(
                  unhandled.stream().allMatch(CompletableFuture::isDone),
                  "the batch after " + batch.previous() + " came before the former was handled");
              Position follows = batch.gap().map(Gap::after).orElse(batch.previous());
              require(
                  reached == null || follows.equals(reached),
                  "the batch after " + follows + " does not follow " + reached);
              reached = batch.last();
              batches.add(batch);
              unhandled.add(handled);
              return atBatch;
            });
    action.run();
    if (!read(() -> holding)) {
      handled.complete(null);
    }
    leave();
    return handled;
  }

  @Override
  public void onHead(Position head) {
    enter("head " + head, () -> heads.add(head));
    leave();
  }

  @Override
  public void onEnd(EndReason reason) {
    enter(
        "end " + reason,
        () -> {
          ends.add(reason);
          return ends;
        });
    leave();
  }

  /** Leaves the batches that come from now on unhandled until {@link #release}. */
  public void hold() {
    read(() -> holding = true);
  }

  /** Handles what was held, and at once what comes. */
  public void release() {
    List<CompletableFuture<Void>> held =
        read(
            () -> {
              holding = false;
              return List.copyOf(unhandled);
            });
    held.forEach(handled -> handled.complete(null));
  }

  /** Runs an action inside each call of {@code onOpen}. */
  public void atOpen(Runnable action) {
    read(() -> atOpen = action);
  }

  /** Runs an action inside each call of {@code onBatch}. */
  public void atBatch(Runnable action) {
    read(() -> atBatch = action);
  }

  /** The batches so far. */
  public List<Batch> batches() {
    return read(() -> List.copyOf(batches));
  }

  /** The entries of the batches so far. */
  public List<Entry> entries() {
    return batches().stream().flatMap(batch -> batch.entries().stream()).toList();
  }

  /** The reasons of the ends so far; at most one unless the transport is wrong. */
  public List<EndReason> ends() {
    return read(() -> List.copyOf(ends));
  }

  /** What broke the grammar, one sentence each; empty if nothing did. */
  public List<String> violations() {
    return read(() -> List.copyOf(violations));
  }

  /** What came so far, one line for each call. */
  public String timeline() {
    return read(() -> String.join("\n", timeline));
  }

  /** Waits for {@code onOpen}; the position told. */
  public Position awaitOpen() {
    return awaitOpen(CAP);
  }

  /** Waits for {@code onOpen}, but not longer than given; the position told. */
  public Position awaitOpen(Duration cap) {
    await(() -> !opened.isEmpty(), "onOpen", cap);
    return read(() -> opened.get(0));
  }

  /** Waits for a number of batches; all that came. */
  public List<Batch> awaitBatches(int count) {
    await(() -> batches.size() >= count, count + " batches");
    return batches();
  }

  /** Waits for a number of entries; all that came. */
  public List<Entry> awaitEntries(int count) {
    await(() -> count(batches) >= count, count + " entries");
    return entries();
  }

  /** Waits for a number of entries or the end, whichever is first. */
  void awaitEntriesOrEnd(int count) {
    await(() -> count(batches) >= count || !ends.isEmpty(), count + " entries or the end");
  }

  /** Waits for a number of heads. */
  public List<Position> awaitHeads(int count) {
    await(() -> heads.size() >= count, count + " heads");
    return read(() -> List.copyOf(heads));
  }

  /** Waits for the end. */
  public EndReason awaitEnd() {
    return awaitEnd(CAP);
  }

  /** Waits for the end, but not longer than given. */
  public EndReason awaitEnd(Duration cap) {
    await(() -> !ends.isEmpty(), "onEnd", cap);
    return read(() -> ends.get(0));
  }

  private static int count(List<Batch> some) {
    return some.stream().mapToInt(batch -> batch.entries().size()).sum();
  }

  private <R> R enter(String call, Supplier<R> record) {
    return read(
        () -> {
          timeline.add("  " + call + " on " + Thread.currentThread().getName());
          require(ends.isEmpty(), call + " came after onEnd");
          require(inside++ == 0, call + " came inside another call");
          R result = record.get();
          changed.signalAll();
          return result;
        });
  }

  private void leave() {
    read(() -> inside--);
  }

  /** Called with the lock held. */
  private void require(boolean right, String otherwise) {
    if (!right) {
      violations.add(otherwise);
      timeline.add("    VIOLATION: " + otherwise);
    }
  }

  private void await(BooleanSupplier condition, String what) {
    await(condition, what, CAP);
  }

  private void await(BooleanSupplier condition, String what, Duration cap) {
    lock.lock();
    try {
      long left = cap.toNanos();
      while (!condition.getAsBoolean() && violations.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (!violations.isEmpty()) {
        throw new AssertionError(violations.get(0) + "; what came:\n" + timeline());
      }
      if (!condition.getAsBoolean()) {
        throw new AssertionError("waited " + cap + " for " + what + "; what came:\n" + timeline());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in the wait for " + what, e);
    } finally {
      lock.unlock();
    }
  }

  private <R> R read(Supplier<R> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
