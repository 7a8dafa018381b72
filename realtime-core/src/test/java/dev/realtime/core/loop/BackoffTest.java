package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  /** Draws the largest number below a bound. */
  private final RandomGenerator most =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private static Duration after(Backoff backoff, int losses) {
    Duration delay = Duration.ZERO;
    for (int i = 0; i < losses; i++) {
      delay = backoff.afterLoss(0, Optional.empty());
    }
    return delay;
  }

  @Test
  void doublesFromTheBaseToTheCap() {
    BackoffPolicy policy = BackoffPolicy.defaults();

    assertThat(after(new Backoff(policy, most), 1)).isEqualTo(Duration.ofMillis(500));
    assertThat(after(new Backoff(policy, most), 3)).isEqualTo(Duration.ofSeconds(2));
    assertThat(after(new Backoff(policy, most), 50)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void hoursDoNotOverflow() {
    BackoffPolicy policy =
        new BackoffPolicy(Duration.ofHours(3), Duration.ofDays(36_500), Duration.ofHours(1));

    assertThat(after(new Backoff(policy, most), 20)).isEqualTo(Duration.ofDays(36_500));
  }

  @Test
  void theWishOfAPeerWinsHoweverLong() {
    Backoff backoff = new Backoff(BackoffPolicy.defaults(), most);
    Duration wish = Duration.ofMillis(Long.MAX_VALUE);

    assertThat(backoff.afterLoss(0, Optional.of(wish))).isEqualTo(wish);
    assertThat(backoff.afterLoss(0, Optional.of(Duration.ofMillis(1))))
        .isGreaterThan(Duration.ofMillis(1));
  }
}
