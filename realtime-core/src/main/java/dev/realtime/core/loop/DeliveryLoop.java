package dev.realtime.core.loop;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Outlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber on the sending side: read after the position, write the batch, advance when the
 * write completes, wait for the log to grow. Holds a position and at most one unwritten batch (SPEC
 * 4.18).
 *
 * <p>Thread-safe.
 */
public final class DeliveryLoop {
  /*
   * `turns` counts who wants the loop to look again. Whoever raises it from 0 runs the loop; a read
   * or write under way keeps it above 0, and the thread that completes it goes on. Wake-ups only
   * raise it. So the fields below have one owner at a time, and a completion that is there at once
   * is a turn of the same while loop, not a deeper call.
   */
  /** The log did not answer. */
  static final Outlet.End UNREADABLE = new Outlet.End.Told(ErrorCode.ENGINE_UNAVAILABLE, 0);

  private final DeliveryGroup group;
  private final Outlet outlet;
  private final DeliveryMode mode;
  private final int maxEntries;
  private final AtomicInteger turns = new AtomicInteger();
  private volatile Outlet.@Nullable End wanted;
  private volatile boolean answerDue;
  private volatile Position position;
  private boolean ended;
  private @Nullable Batch unwritten;

  /** The place among the waiting loops of the group, -1 if none. Guarded by the group. */
  int waitingAt = -1;

  /**
   * A loop that has not begun.
   *
   * @param after a position, never symbolic
   * @param maxEntries of a batch, where fewer than the group's
   */
  public DeliveryLoop(
      DeliveryGroup group, Position after, Outlet outlet, DeliveryMode mode, int maxEntries) {
    this.group = group;
    this.position = after;
    this.outlet = outlet;
    this.mode = mode;
    this.maxEntries = maxEntries;
  }

  /** A loop that has not begun, with batches of the group's size. */
  public DeliveryLoop(DeliveryGroup group, Position after, Outlet outlet, DeliveryMode mode) {
    this(group, after, outlet, mode, Integer.MAX_VALUE);
  }

  /** The position of the last batch written. */
  public Position position() {
    return position;
  }

  /** Looks again; also begins. */
  public void run() {
    if (turns.getAndIncrement() == 0) {
      turn();
    }
  }

  /**
   * Writes a batch now, empty if there is nothing: the end of the wait of a {@link
   * DeliveryMode#WAIT_ONCE}, a heartbeat of a {@link DeliveryMode#CONTINUOUS}.
   */
  public void answer() {
    answerDue = true;
    run();
  }

  /** Ends the loop after the write under way. */
  public void end(Outlet.End why) {
    wanted = why;
    run();
  }

  private void turn() {
    int seen;
    do {
      seen = turns.get();
      if (!work()) {
        return;
      }
    } while (!turns.compareAndSet(seen, 0));
  }

  /** Works until there is nothing to do; false if a completion will go on. */
  private boolean work() {
    while (!ended) {
      Outlet.End why = wanted;
      if (why != null) {
        finish(why);
        return true;
      }
      Batch batch = unwritten;
      unwritten = null;
      if (batch == null) {
        CompletableFuture<Batch> read = group.read(position, maxEntries).toCompletableFuture();
        if (!read.isDone()) {
          return later(read, this::afterRead, UNREADABLE);
        }
        if (read.isCompletedExceptionally()) {
          finish(UNREADABLE);
          return true;
        }
        batch = read.join();
      }
      if (batch.isEmpty() && mode != DeliveryMode.ONCE && !answerDue) {
        return await();
      }
      if (!write(batch)) {
        return false;
      }
      if (!ended && batch.last().equals(batch.head())) {
        // Nothing followed when it was read; what came meanwhile wakes at once.
        return await();
      }
    }
    return true;
  }

  private boolean await() {
    group.forget(this);
    group.await(this, position);
    return true;
  }

  private void afterRead(Batch batch) {
    unwritten = batch;
    turn();
  }

  private boolean write(Batch batch) {
    CompletableFuture<Void> write = start(batch);
    if (!write.isDone()) {
      return later(write, done -> written(batch), new Outlet.End.Gone());
    }
    if (write.isCompletedExceptionally()) {
      finish(new Outlet.End.Gone());
    } else {
      moved(batch);
    }
    return true;
  }

  private CompletableFuture<Void> start(Batch batch) {
    try {
      return outlet.write(batch).toCompletableFuture();
    } catch (RuntimeException e) { // whoever wrote the outlet: the loop must end
      return CompletableFuture.failedFuture(e);
    }
  }

  private void written(Batch batch) {
    moved(batch);
    turn();
  }

  private void moved(Batch batch) {
    position = batch.last();
    answerDue = false;
    if (mode != DeliveryMode.CONTINUOUS) {
      finish(new Outlet.End.Done());
    }
  }

  private <V> boolean later(CompletionStage<V> stage, Consumer<V> next, Outlet.End atFailure) {
    stage.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            finish(atFailure);
          } else {
            next.accept(value);
          }
        });
    return false;
  }

  private void finish(Outlet.End why) {
    if (!ended) {
      ended = true;
      group.forget(this);
      outlet.end(why);
    }
  }
}
