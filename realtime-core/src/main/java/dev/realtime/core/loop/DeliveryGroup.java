package dev.realtime.core.loop;

import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

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
   * every loop would encode a batch of its own. A batch that is full can never be a better one, so
   * it is kept across rounds, which serves readers that catch up together.
   */
  private static final int MAX_SHARED = 8;

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
  private long round;

  private record Shared(long round, Batch batch) {}

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
      return log.read(after, atMost, maxBytes);
    }
    synchronized (lock) {
      Shared there = shared.get(after);
      if (there != null && (there.round == round || isFull(there.batch))) {
        return CompletableFuture.completedFuture(there.batch);
      }
    }
    CompletionStage<Batch> read = log.read(after, maxEntries, maxBytes);
    read.thenAccept(batch -> share(after, batch));
    return read;
  }

  private boolean isFull(Batch batch) {
    return batch.gap().isEmpty() && batch.entries().size() >= maxEntries;
  }

  private void share(Position after, Batch batch) {
    if (batch.entries().isEmpty()) {
      return;
    }
    synchronized (lock) {
      shared.remove(after);
      if (shared.size() >= MAX_SHARED) {
        shared.remove(shared.keySet().iterator().next());
      }
      shared.put(after, new Shared(round, batch));
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
      registered(log.onGrowth(after, this::grown), mine);
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
   * Lets go of the log if nobody waits and nothing is shared; false if somebody or something does.
   * A loop that comes later finds it as good as new.
   */
  boolean retire() {
    Runnable cancel;
    synchronized (lock) {
      if (!waiting.isEmpty() || !shared.isEmpty()) {
        return false;
      }
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
    List<DeliveryLoop> runnable;
    synchronized (lock) {
      round++;
      registered = false;
      runnable = List.copyOf(waiting);
      runnable.forEach(loop -> loop.waitingAt = -1);
      waiting.clear();
      shared.values().removeIf(s -> !isFull(s.batch));
    }
    for (DeliveryLoop loop : runnable) {
      loop.run();
    }
  }

  /** How many loops wait for the log to grow. */
  public int waiting() {
    synchronized (lock) {
      return waiting.size();
    }
  }
}
