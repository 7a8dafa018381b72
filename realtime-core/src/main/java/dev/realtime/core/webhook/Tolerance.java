package dev.realtime.core.webhook;

import dev.realtime.core.webhook.WebhookVerdict.Reason;
import dev.realtime.core.webhook.WebhookVerdict.Rejected;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** How far the signed time of a request may be off a clock, both ways. Immutable. */
record Tolerance(Duration duration, Clock clock) {
  Tolerance {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a tolerance is not negative, but " + duration);
    }
  }

  /** The rejection of a time in seconds since 1970; empty if it is near enough. */
  Optional<Rejected> judge(long seconds) {
    long age = clock.instant().getEpochSecond() - seconds;
    if (Math.abs(age) <= duration.toSeconds()) {
      return Optional.empty();
    }
    String detail =
        "the timestamp is %d s %s the clock; at most %d s are allowed"
            .formatted(Math.abs(age), age > 0 ? "behind" : "ahead of", duration.toSeconds());
    return Optional.of(new Rejected(age > 0 ? Reason.TOO_OLD : Reason.TOO_NEW, detail));
  }
}
