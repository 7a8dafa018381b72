package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.spi.Timers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplayedIdsTest {
  private static final byte[] BODY = {1};

  private final StandingTime time = new StandingTime();
  private final ReplayedIds ids = new ReplayedIds(time);

  @Test
  void theLastThousandAreKeptWhateverTheirAge() {
    add(0, 1_000);
    time.now = Duration.ofDays(1).toNanos();

    assertThat(ids.sameContent("0", BODY)).contains(true);
    add(1_000, 1_001);
    assertThat(ids.sameContent("0", BODY)).isEmpty();
    assertThat(ids.sameContent("1", BODY)).contains(true);
  }

  @Test
  void moreAreKeptForTenMinutesUpToTenThousand() {
    add(0, 10_000);
    time.now = Duration.ofMinutes(10).toNanos() - 1;

    assertThat(ids.sameContent("0", BODY)).contains(true);
    add(10_000, 10_001);
    assertThat(ids.sameContent("0", BODY)).isEmpty();
    assertThat(ids.sameContent("1", BODY)).contains(true);
    time.now++;
    add(10_001, 10_002);
    assertThat(ids.sameContent("9001", BODY)).isEmpty();
    assertThat(ids.sameContent("9002", BODY)).contains(true);
  }

  @Test
  void otherContentUnderAnIdIsTold() {
    add(0, 1);

    assertThat(ids.sameContent("0", new byte[] {2})).contains(false);
  }

  private void add(int from, int to) {
    for (int i = from; i < to; i++) {
      ids.add(Integer.toString(i), BODY);
    }
  }

  private static final class StandingTime implements Timers {
    long now;

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public long nanoTime() {
      return now;
    }
  }
}
