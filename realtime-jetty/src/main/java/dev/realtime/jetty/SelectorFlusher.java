package dev.realtime.jetty;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ManagedSelector;
import org.jspecify.annotations.Nullable;

/**
 * The flusher of a server that has one processor: runs the delivery loops on the thread that
 * selects, between two selects. A thread of its own would take turns with that one, several times
 * for each answer of a long poll, and both would wait for the locks of connections.
 *
 * <p>Thread-safe. Runs one task at a time, in the order they came; what a task adds runs after the
 * next select, so that neither delivery nor requests wait long for the other. Without a selector
 * tasks run on another executor.
 */
final class SelectorFlusher implements Executor {
  private static final System.Logger LOG = System.getLogger(SelectorFlusher.class.getName());

  private final Executor otherwise;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private volatile @Nullable ManagedSelector selector;
  private volatile @Nullable Thread running;

  SelectorFlusher(Executor otherwise) {
    this.otherwise = otherwise;
  }

  /** Runs what comes from now on on the thread of a selector, until null is given. */
  void runOn(@Nullable ManagedSelector given) {
    selector = given;
  }

  /** Whether the calling thread runs a task. */
  boolean isRunningHere() {
    return running == Thread.currentThread();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (pending.getAndIncrement() == 0) {
      schedule();
    }
  }

  private void schedule() {
    ManagedSelector on = selector;
    if (on == null) {
      otherwise.execute(this::turn);
    } else {
      on.submit(nio -> turn());
    }
  }

  private void turn() {
    int due = pending.get();
    running = Thread.currentThread();
    for (int i = 0; i < due; i++) {
      run(tasks.poll());
    }
    running = null;
    if (pending.addAndGet(-due) > 0) {
      schedule();
    }
  }

  private static void run(@Nullable Runnable task) {
    try {
      if (task != null) {
        task.run();
      }
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a task of the flusher failed", e);
    }
  }
}
