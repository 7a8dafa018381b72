package dev.realtime.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts towards an aim, says once a second how far it is, and tells when it stands still.
 *
 * <p>{@link #add} is for any thread, the rest for one.
 */
final class Progress {
  private static final long SECOND = 1_000_000_000;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final AtomicLong done = new AtomicLong();
  private final long aim;
  private final String what;
  private final Console console;
  private long start;
  private long saidAt;

  Progress(long aim, String what, Console console) {
    this.aim = aim;
    this.what = what;
    this.console = console;
    begin();
  }

  /** Lets the time run from now on. */
  void begin() {
    start = System.nanoTime();
    saidAt = start;
  }

  void add() {
    done.incrementAndGet();
  }

  long done() {
    return done.get();
  }

  /** Says how far it is, at most once a second. */
  void say() {
    long now = System.nanoTime();
    if (now - saidAt >= SECOND) {
      saidAt = now;
      console.state(done() + " of " + aim + " " + what);
    }
  }

  /** Waits for the aim; false if nothing moved for too long or the end is wished for. */
  boolean await(Duration patience) throws InterruptedException {
    long movedAt = System.nanoTime();
    long movedTo = done();
    while (done() < aim) {
      say();
      long now = System.nanoTime();
      if (done() != movedTo) {
        movedTo = done();
        movedAt = now;
      }
      if (console.stop().isRequested() || now - movedAt > patience.toNanos()) {
        return false;
      }
      console.stop().pause(LOOK);
    }
    return true;
  }

  /** How much it was in how long. */
  String summary() {
    double seconds = (System.nanoTime() - start) / (double) SECOND;
    return String.format(
        Locale.ROOT, "%s %d of %d in %.2fs (%.0f/s)", what, done(), aim, seconds, done() / seconds);
  }
}
