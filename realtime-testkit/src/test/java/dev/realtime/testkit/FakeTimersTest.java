package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeTimersTest {
  private final FakeTimers timers = new FakeTimers();
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsInTheOrderInWhichTasksAreDue() {
    after(30, "c");
    after(10, "a");
    after(10, "b");
    after(31, "late");

    timers.advance(Duration.ofMillis(30));

    assertThat(ran).containsExactly("a@10", "b@10", "c@30");
    assertThat(timers.pending()).isEqualTo(1);
    assertThat(timers.untilNext()).contains(Duration.ofMillis(1));
  }

  @Test
  void runsWhatIsScheduledMeanwhileIfItIsDue() {
    timers.schedule(
        Duration.ofMillis(5),
        () -> {
          after(5, "chained");
          after(6, "later");
        });

    timers.advance(Duration.ofMillis(10));

    assertThat(ran).containsExactly("chained@10");
    assertThat(timers.nanoTime()).isEqualTo(Duration.ofMillis(10).toNanos());
  }

  @Test
  void aCancelledTaskDoesNotRun() {
    Runnable cancel = timers.schedule(Duration.ofMillis(1), () -> ran.add("cancelled"));

    cancel.run();
    cancel.run();
    timers.advance(Duration.ofSeconds(1));

    assertThat(ran).isEmpty();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void aTaskWithoutDelayWaitsForTheNextAdvance() {
    after(0, "now");

    assertThat(ran).isEmpty();
    timers.advance(Duration.ZERO);

    assertThat(ran).containsExactly("now@0");
  }

  @Test
  void timeDoesNotGoBack() {
    assertThatThrownBy(() -> timers.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void after(long millis, String name) {
    timers.schedule(
        Duration.ofMillis(millis),
        () -> ran.add(name + "@" + Duration.ofNanos(timers.nanoTime()).toMillis()));
  }
}
