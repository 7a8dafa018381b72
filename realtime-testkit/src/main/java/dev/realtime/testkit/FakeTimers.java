package dev.realtime.testkit;

import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Timers whose time stands still until a test moves it. A task runs on the thread that calls {@link
 * #advance}, tasks in the order in which they are due and those due together in the order in which
 * they were scheduled.
 *
 * <p>Thread-safe; guarded by {@code this}, which is not held while a task runs, so a task may
 * schedule, cancel and even advance.
 */
public final class FakeTimers implements Timers {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
  private long now;
  private long scheduled;

  /** Timers that begin at 0 with nothing to do. */
  public FakeTimers() {}

  @Override
  public synchronized Runnable schedule(Duration delay, Runnable task) {
    Task entry = new Task(dueAfter(delay), scheduled++, task);
    tasks.add(entry);
    return () -> cancel(entry);
  }

  private long dueAfter(Duration delay) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE - now);
    return delay.compareTo(longest) < 0 ? now + Math.max(0, delay.toNanos()) : Long.MAX_VALUE;
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  /**
   * Moves time and runs, before it returns, every task that becomes due, also those that are
   * scheduled meanwhile. While a task runs, {@link #nanoTime} is the moment it was due. A task that
   * throws ends the call at that moment; the tasks after it stay.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    long until = nanoTime() + duration.toNanos();
    for (Task task = nextDue(until); task != null; task = nextDue(until)) {
      task.work().run();
    }
  }

  /** The number of tasks that neither began nor were cancelled. */
  public synchronized int pending() {
    return tasks.size();
  }

  /** How far time must move for the next task to run; empty if none is pending. */
  public synchronized Optional<Duration> untilNext() {
    return Optional.ofNullable(tasks.peek()).map(task -> Duration.ofNanos(task.due() - now));
  }

  private synchronized @Nullable Task nextDue(long until) {
    Task next = tasks.peek();
    if (next == null || next.due() > until) {
      now = Math.max(now, until);
      return null;
    }
    tasks.remove();
    now = Math.max(now, next.due());
    return next;
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  @Override
  public synchronized String toString() {
    return "FakeTimers[now=" + Duration.ofNanos(now) + ", pending=" + tasks.size() + "]";
  }

  /** Work with the nanosecond it is due; the number makes it unequal to all others. */
  private record Task(long due, long number, Runnable work) {}
}
