package dev.realtime.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock in UTC whose time stands still until a test moves it. Thread-safe. */
public final class FakeClock extends Clock {
  private volatile Instant now = Instant.parse("2026-11-24T00:00:00Z");

  /** A clock that stands at midnight of 24 November 2026. */
  public FakeClock() {}

  /** Moves time on, or back if the duration is negative, as the clock of a machine may go. */
  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Always this clock: the zone is of no matter to an instant. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
