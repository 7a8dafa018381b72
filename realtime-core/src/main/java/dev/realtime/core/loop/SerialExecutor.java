package dev.realtime.core.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other, in the order they came, on the threads of another executor. What
 * one task did is visible to the next.
 *
 * <p>Thread-safe. A task that throws does not stop the later ones.
 */
public final class SerialExecutor implements Executor {
  private static final System.Logger LOG = System.getLogger(SerialExecutor.class.getName());

  private final Executor executor;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  /** A serial view of an executor. */
  public SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (pending.getAndIncrement() == 0) {
      executor.execute(this::drain);
    }
  }

  private void drain() {
    int done;
    do {
      done = 0;
      Runnable task;
      while ((task = tasks.poll()) != null) {
        run(task);
        done++;
      }
    } while (pending.addAndGet(-done) > 0);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) { // also a checked one that was thrown past the compiler
      LOG.log(System.Logger.Level.ERROR, "a task failed", e);
    }
  }
}
