package dev.realtime.jetty.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.jetty.poll.Deadlines.Deadline;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final HandTimers timers = new HandTimers();
  private final Deadlines deadlines = new Deadlines(timers);
  private final List<String> ended = new ArrayList<>();

  private Deadline begin(Duration wait, String name) {
    return deadlines.begin(wait, () -> ended.add(name));
  }

  @Test
  void endsEachWaitWhenItIsOver() {
    begin(WAIT, "a");
    timers.advance(Duration.ofSeconds(5));
    begin(WAIT, "b");
    begin(Duration.ofSeconds(1), "short");

    timers.advance(Duration.ofSeconds(1));
    assertThat(ended).containsExactly("short");
    timers.advance(Duration.ofSeconds(14));
    assertThat(ended).containsExactly("short", "a");
    timers.advance(Duration.ofSeconds(5));
    assertThat(ended).containsExactly("short", "a", "b");
    assertThat(timers.scheduled).isEmpty();
  }

  @Test
  void aWaitThatIsCancelledDoesNotEndAndDelaysNoOther() {
    Deadline first = begin(WAIT, "a");
    timers.advance(Duration.ofSeconds(5));
    Deadline middle = begin(WAIT, "b");
    begin(WAIT, "c");

    middle.cancel();
    first.cancel();
    first.cancel();
    timers.advance(WAIT);

    assertThat(ended).containsExactly("c");
  }

  @Test
  void oneTimerServesAllWaitsOfALength() {
    for (int i = 0; i < 1_000; i++) {
      begin(WAIT, "" + i);
    }

    assertThat(timers.scheduled).hasSize(1);
  }

  @Test
  void noTimerStaysWhenTheLastWaitIsCancelled() {
    Deadline only = begin(WAIT, "a");

    only.cancel();
    assertThat(timers.scheduled).isEmpty();

    begin(WAIT, "b");
    timers.advance(WAIT);
    assertThat(ended).containsExactly("b");
  }

  @Test
  void aTaskMayBeginTheNextWait() {
    deadlines.begin(WAIT, () -> begin(WAIT, "next"));

    timers.advance(WAIT);
    timers.advance(WAIT);

    assertThat(ended).containsExactly("next");
  }

  private static final class HandTimers implements Timers {
    private record Scheduled(long dueNanos, Runnable task) {}

    // Near the end of the range: a nanoTime may overflow between two calls.
    private long nanos = Long.MAX_VALUE - 1;
    private final List<Scheduled> scheduled = new ArrayList<>();

    void advance(Duration time) {
      nanos += time.toNanos();
      List<Scheduled> due = scheduled.stream().filter(one -> one.dueNanos - nanos <= 0).toList();
      scheduled.removeAll(due);
      due.forEach(one -> one.task.run());
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
      Scheduled one = new Scheduled(nanos + delay.toNanos(), task);
      scheduled.add(one);
      return () -> scheduled.remove(one);
    }

    @Override
    public long nanoTime() {
      return nanos;
    }
  }
}
