package dev.realtime.core.webhook;

import dev.realtime.spi.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often one subscription sends, by the rate of its registration: a bucket of its own, in front
 * of that of its host. So the lower of the two rates wins, and a token of the host is never held by
 * a subscription that may not use it yet.
 *
 * <p>Confined to the serial executor of its subscription; tokens are granted on any thread.
 */
final class Pace {
  private final Timers timers;
  private int rate;
  private @Nullable LaneLimiter limiter;

  /** Without a limit at first. */
  Pace(Timers timers) {
    this.timers = timers;
  }

  /**
   * Asks to send.
   *
   * @param perSecond the rate of the registration as it is now, 0 for no limit
   * @param granted runs at once where there is no limit, else see {@link LaneLimiter#acquire}
   * @return takes the request back
   */
  Runnable acquire(int perSecond, Runnable granted) {
    if (perSecond != rate) {
      rate = perSecond;
      limiter = perSecond == 0 ? null : new LaneLimiter(perSecond, perSecond, timers);
    }
    LaneLimiter own = limiter;
    if (own == null) {
      granted.run();
      return () -> {};
    }
    // Nobody shares the bucket, so nothing of it is reserved.
    return own.acquire(Priority.TRANSACTIONAL, granted);
  }

  /** Half of the rate for a while, if there is one. */
  void halve(Duration time) {
    LaneLimiter own = limiter;
    if (own != null) {
      own.halve(time);
    }
  }
}
