package dev.realtime.jetty.poll;

import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ends of many waits. Those of one length end in the order they began, so one timer serves them
 * all, and to begin or to give up a wait costs the same however many there are.
 *
 * <p>Thread-safe.
 */
final class Deadlines {
  private final Timers timers;
  private final Map<Duration, Line> lines = new ConcurrentHashMap<>();

  Deadlines(Timers timers) {
    this.timers = timers;
  }

  /** A wait that has begun; a place in a line. */
  static final class Deadline {
    private final Line line;
    private final Runnable task;
    private final long dueNanos;

    /** Both are the deadline itself when it has left the line. Guarded by the line. */
    private Deadline before = this;

    private Deadline after = this;

    private Deadline(Line line, Runnable task, long dueNanos) {
      this.line = line;
      this.task = task;
      this.dueNanos = dueNanos;
    }

    /** Nothing is run any more, unless it runs already. */
    void cancel() {
      line.leave(this);
    }

    private void linkBefore(Deadline next) {
      before = next.before;
      after = next;
      before.after = this;
      next.before = this;
    }

    private void unlink() {
      before.after = after;
      after.before = before;
      before = this;
      after = this;
    }
  }

  /** Runs a task after a wait, on a thread of the timers. */
  Deadline begin(Duration wait, Runnable task) {
    return lines.computeIfAbsent(wait, length -> new Line(timers, length)).join(task);
  }

  /** The waits of one length, a ring in the order of their ends. */
  private static final class Line {
    private final Timers timers;
    private final Duration length;
    private final Deadline ring = new Deadline(this, () -> {}, 0);
    private boolean timed;
    private Runnable cancelTimer = () -> {};

    Line(Timers timers, Duration length) {
      this.timers = timers;
      this.length = length;
    }

    synchronized Deadline join(Runnable task) {
      Deadline last = new Deadline(this, task, timers.nanoTime() + length.toNanos());
      last.linkBefore(ring);
      if (!timed) {
        schedule(length);
      }
      return last;
    }

    private void schedule(Duration delay) {
      timed = true;
      cancelTimer = timers.schedule(delay, this::expire);
    }

    synchronized void leave(Deadline gone) {
      gone.unlink();
      if (timed && ring.after == ring) {
        timed = false;
        cancelTimer.run();
      }
    }

    private void expire() {
      takeDue().forEach(Runnable::run);
    }

    private synchronized List<Runnable> takeDue() {
      List<Runnable> due = new ArrayList<>();
      long now = timers.nanoTime();
      while (ring.after != ring && ring.after.dueNanos - now <= 0) {
        due.add(ring.after.task);
        ring.after.unlink();
      }
      timed = false;
      if (ring.after != ring) {
        schedule(Duration.ofNanos(ring.after.dueNanos - now));
      }
      return due;
    }
  }
}
