package dev.realtime.core.loop;

import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The delivery loops of one channel on one node: they wait for its log together, and those at one
 * position read one batch, whose bytes are then made once.
 *
 * <p>Thread-safe.
 */
public final class DeliveryGroup {
  /*
   * One wake-up is registered with the log for all loops that wait. When it fires, the flusher runs
   * them one after the other in a round. Within a round the first loop at a position makes the
   * batch and the others take it, even if the log has grown meanwhile: else, on a busy channel,
   * every loop would encode a batch of its own. They were told of an older growth, and read again.
   * A round of very many stops now and then for what else the flusher has to do.
   * Whoever reads outside of the round gets what the log has now, or a batch that is full, which
   * the log would give too as long as it has the entries: that serves readers that catch up
   * together.
   */
  private static final int MAX_SHARED = 8;

  /** So many writes take some milliseconds, for which what else the flusher has must wait. */
  static final int LOOPS_AT_ONCE = 1_024;

  private static final System.Logger LOG = System.getLogger(DeliveryGroup.class.getName());

  private final ChannelLog log;
  private final int maxEntries;
  private final int maxBytes;
  private final Executor flusher;

  /** Guards all below; never held during a read, a write or a wake-up. */
  private final Object lock = new Object();

  private final List<DeliveryLoop> waiting = new ArrayList<>();
  private final Map<Position, Shared> shared = new LinkedHashMap<>();
  private boolean registered;
  private long registration;
  private Runnable cancelWake = () -> {};
  private Position registeredAt = Position.ORIGIN;

  /** The thread of the round that is under way. */
  private @Nullable Thread roundOn;

  /** A batch, and the stage that all who read it are given. */
  private record Shared(Batch batch, CompletionStage<Batch> read) {}

  /**
   * A group without loops.
   *
   * @param maxEntries of a batch
   * @param maxBytes payload bytes of a batch, but at least one entry
   * @param flusher runs the loops that a wake-up makes runnable, one round at a time
   */
  public DeliveryGroup(ChannelLog log, int maxEntries, int maxBytes, Executor flusher) {
    this.log = log;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.flusher = flusher;
  }

  /** The log that the loops read. */
  public ChannelLog log() {
    return log;
  }

  /** A batch after a position: one that another loop has just read, if there is one. */
  CompletionStage<Batch> read(Position after, int atMost) {
    if (atMost < maxEntries) {
      return readLog(after, atMost);
    }
    Shared there = shared(after);
    if (there != null) {
      return there.read;
    }
    CompletionStage<Batch> read = readLog(after, maxEntries);
    read.thenAccept(batch -> share(after, batch));
    return read;
  }

  private CompletionStage<Batch> readLog(Position after, int atMost) {
    try {
      return log.read(after, atMost, maxBytes);
    } catch (RuntimeException e) { // whoever wrote the engine: the loop must end
      return CompletableFuture.failedFuture(e);
    }
  }

  private @Nullable Shared shared(Position after) {
    Shared there;
    synchronized (lock) {
      there = shared.get(after);
      if (there == null || roundOn == Thread.currentThread()) {
        return there;
      }
    }
    return isFull(there.batch) && isRetained(there.batch) ? there : null;
  }

  private boolean isFull(Batch batch) {
    return batch.gap().isEmpty() && batch.entries().size() >= maxEntries;
  }

  /** Whether the log can tell at once that it has all of the batch. */
  private boolean isRetained(Batch batch) {
    CompletableFuture<Bounds> bounds = log.bounds().toCompletableFuture();
    if (!bounds.isDone() || bounds.isCompletedExceptionally()) {
      return false;
    }
    Bounds now = bounds.join();
    return now.head().epoch().equals(batch.last().epoch())
        && now.earliest().offset() <= batch.previous().offset();
  }

  private void share(Position after, Batch batch) {
    if (batch.entries().isEmpty()) {
      return;
    }
    synchronized (lock) {
      if (roundOn != Thread.currentThread() && !isFull(batch)) {
        return;
      }
      shared.remove(after);
      if (shared.size() >= MAX_SHARED) {
        shared.remove(shared.keySet().iterator().next());
      }
      shared.put(after, new Shared(batch, CompletableFuture.completedFuture(batch)));
    }
  }

  /** Runs the loop again when the log has grown beyond a position; may run it for nothing. */
  void await(DeliveryLoop loop, Position after) {
    boolean register;
    long mine;
    synchronized (lock) {
      register = !registered;
      if (register) {
        registered = true;
        registration++;
        registeredAt = after;
      } else if (registeredAt.offset() != after.offset()) {
        // One of them is behind the head. (Two epochs may name the same place, so no equals.)
        flusher.execute(loop::run);
        return;
      }
      loop.waitingAt = waiting.size();
      waiting.add(loop);
      mine = registration;
    }
    if (register) {
      try {
        registered(log.onGrowth(after, this::grown), mine);
      } catch (RuntimeException e) { // whoever wrote the engine: nobody would be woken
        LOG.log(System.Logger.Level.ERROR, log.channel() + ": the log cannot be waited for", e);
        takeWaiting().forEach(one -> one.end(DeliveryLoop.UNREADABLE));
      }
    }
  }

  private void registered(Runnable cancel, long mine) {
    synchronized (lock) {
      if (registered && registration == mine) {
        cancelWake = cancel;
        return;
      }
    }
    cancel.run();
  }

  /**
   * Lets go of the log and of what is shared if nobody waits; false if somebody does. A loop that
   * comes later finds it as good as new.
   */
  boolean retire() {
    Runnable cancel;
    synchronized (lock) {
      if (!waiting.isEmpty()) {
        return false;
      }
      shared.clear();
      registered = false;
      cancel = cancelWake;
      cancelWake = () -> {};
    }
    cancel.run();
    return true;
  }

  /** The loop waits no more. */
  void forget(DeliveryLoop loop) {
    synchronized (lock) {
      int at = loop.waitingAt;
      if (at >= 0) {
        DeliveryLoop last = waiting.remove(waiting.size() - 1);
        if (at < waiting.size()) {
          waiting.set(at, last);
          last.waitingAt = at;
        }
        loop.waitingAt = -1;
      }
    }
  }

  private void grown() {
    flusher.execute(this::runRound);
  }

  private void runRound() {
    synchronized (lock) {
      dropPartial();
    }
    runFrom(0, takeWaiting());
  }

  /** Runs some loops of a round; the rest when what else the flusher has was done. */
  private void runFrom(int first, List<DeliveryLoop> runnable) {
    int last = Math.min(runnable.size(), first + LOOPS_AT_ONCE);
    synchronized (lock) {
      roundOn = Thread.currentThread();
    }
    for (int i = first; i < last; i++) {
      run(runnable.get(i));
    }
    synchronized (lock) {
      roundOn = null;
      if (last == runnable.size()) {
        dropPartial();
      }
    }
    if (last < runnable.size()) {
      flusher.execute(() -> runFrom(last, runnable));
    }
  }

  private static void run(DeliveryLoop loop) {
    try {
      loop.run();
    } catch (RuntimeException | Error e) { // whoever wrote the outlet: the others are due too
      LOG.log(System.Logger.Level.ERROR, "a delivery loop failed", e);
    }
  }

  private List<DeliveryLoop> takeWaiting() {
    synchronized (lock) {
      registered = false;
      List<DeliveryLoop> taken = List.copyOf(waiting);
      taken.forEach(loop -> loop.waitingAt = -1);
      waiting.clear();
      return taken;
    }
  }

  /** Guarded by the lock. */
  private void dropPartial() {
    shared.values().removeIf(one -> !isFull(one.batch));
  }

  /** How many loops wait for the log to grow. */
  public int waiting() {
    synchronized (lock) {
      return waiting.size();
    }
  }
}
