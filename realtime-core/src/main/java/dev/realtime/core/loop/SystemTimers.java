package dev.realtime.core.loop;

import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The timers of the machine, on one thread. Thread-safe; {@link #close} ends the thread and drops
 * what is scheduled.
 */
public final class SystemTimers implements Timers, AutoCloseable {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final ScheduledThreadPoolExecutor scheduler;

  /** Timers on a thread of the factory. */
  public SystemTimers(ThreadFactory threads) {
    scheduler = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    long nanos = delay.compareTo(LONGEST) < 0 ? delay.toNanos() : Long.MAX_VALUE;
    Future<?> future = scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
