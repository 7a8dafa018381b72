package dev.realtime.core.loop;

import dev.realtime.spi.Timers;
import java.time.Duration;

/** The timer that was set last, which the test fires. */
final class OneTimer implements Timers {
  Duration delay = Duration.ZERO;
  private Runnable task = () -> {};

  @Override
  public Runnable schedule(Duration after, Runnable next) {
    delay = after;
    task = next;
    return () -> task = () -> {};
  }

  void fire() {
    task.run();
  }

  @Override
  public long nanoTime() {
    return 0;
  }
}
