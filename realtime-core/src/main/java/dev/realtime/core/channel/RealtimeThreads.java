package dev.realtime.core.channel;

import dev.realtime.core.loop.SystemTimers;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one realtime: callbacks as many as are needed, one flusher, one timer. All are
 * daemons named {@code realtime-<role>-<n>}. Work that comes after {@link #close} is discarded.
 */
public final class RealtimeThreads implements AutoCloseable {
  private static final int IDLE_SECONDS = 10;

  private final ExecutorService callbacks =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          named("callback"),
          new ThreadPoolExecutor.DiscardPolicy());
  private final ExecutorService flusher =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          named("flusher"),
          new ThreadPoolExecutor.DiscardPolicy());
  private final SystemTimers timers = new SystemTimers(named("timer"));

  /** Threads that begin when they are needed. */
  public RealtimeThreads() {}

  /** Runs callbacks of the application. */
  public Executor callbacks() {
    return callbacks;
  }

  /** Runs delivery loops, one task at a time. */
  public Executor flusher() {
    return flusher;
  }

  /** Delays. */
  public SystemTimers timers() {
    return timers;
  }

  /** Makes daemon threads named {@code realtime-<role>-<n>}. */
  public static ThreadFactory named(String role) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "realtime-" + role + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    timers.close();
    flusher.shutdown();
    callbacks.shutdown();
  }
}
