package dev.realtime.okhttp.poll;

import java.time.Duration;

/**
 * How a client polls. Immutable.
 *
 * @param maxWait how long the server may hold a poll; zero for short polls
 * @param interval between polls that found nothing more; zero for long polls
 * @param jitter of the interval, 0 to 0.5 of it
 * @param requestTimeout of a request beyond its wait
 */
public record PollPace(
    Duration maxWait, Duration interval, double jitter, Duration requestTimeout) {
  /** Short polls. */
  public static PollPace everySoOften(Duration interval, double jitter, Duration requestTimeout) {
    return new PollPace(Duration.ZERO, interval, jitter, requestTimeout);
  }

  /** Long polls. */
  public static PollPace waiting(Duration maxWait, Duration requestTimeout) {
    return new PollPace(maxWait, Duration.ZERO, 0, requestTimeout);
  }
}
