package dev.realtime.core.webhook;

import dev.realtime.Gap;
import dev.realtime.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a subscription is. Immutable.
 *
 * @param position the last that the receiver took
 * @param skipped what was given up after the position and is to be announced
 * @param inflight the delivery that failed and is tried again with the same bytes
 * @param deadLetters what was given up and can be sent again, the latest last
 */
public record Progress(
    WebhookState state,
    String reason,
    Position position,
    Optional<Skipped> skipped,
    Optional<Inflight> inflight,
    Health health,
    List<DeadLetter> deadLetters) {
  /** Copies the list. */
  public Progress {
    deadLetters = List.copyOf(deadLetters);
  }

  /**
   * Messages that a policy or an operator left out.
   *
   * @param gap how they are announced
   * @param deadLetter the last of them that can be sent again
   */
  public record Skipped(Gap gap, Optional<String> deadLetter) {}

  /**
   * A delivery that failed.
   *
   * @param gap what it announces
   * @param attempt how many attempts failed
   */
  public record Inflight(
      Position previous, Position last, Optional<Gap> gap, int attempt, Instant firstAttemptAt) {}

  /**
   * What the receiver answered lately.
   *
   * @param lastStatus a status, or why there was none; empty before the first attempt
   * @param failingSince when the failures began that have not ended
   * @param nextAttemptAt when the delivery under way is tried again
   */
  public record Health(
      String lastStatus,
      int failures,
      Optional<Instant> failingSince,
      Optional<Instant> nextAttemptAt) {
    static final Health UNKNOWN = new Health("", 0, Optional.empty(), Optional.empty());

    static Health well(String status) {
      return new Health(status, 0, Optional.empty(), Optional.empty());
    }
  }

  /**
   * A message that was given up.
   *
   * @param position of the message
   */
  public record DeadLetter(String id, Position position, Instant at, String status) {}

  static Progress begin(Position at) {
    return new Progress(
        WebhookState.PENDING,
        "",
        at,
        Optional.empty(),
        Optional.empty(),
        Health.UNKNOWN,
        List.of());
  }

  /** Where reading goes on: behind what was given up. */
  public Position next() {
    return skipped.map(s -> s.gap().resume()).orElse(position);
  }

  Progress withState(WebhookState value, String why) {
    return new Progress(value, why, position, skipped, inflight, health, deadLetters);
  }

  Progress withHealth(Health value) {
    return new Progress(state, reason, position, skipped, inflight, value, deadLetters);
  }

  Progress withInflight(Optional<Inflight> value) {
    return new Progress(state, reason, position, skipped, value, health, deadLetters);
  }

  /** The receiver has it up to a position, so it knows of what was given up before. */
  Progress acknowledged(Position to, Health after) {
    return new Progress(
        WebhookState.ACTIVE, "", to, Optional.empty(), Optional.empty(), after, deadLetters);
  }

  /** Goes on from another position, with an announcement if messages are left out by that. */
  Progress moved(Position to, Optional<Skipped> announced) {
    return new Progress(state, reason, to, announced, Optional.empty(), health, deadLetters);
  }

  Progress gaveUp(Skipped announced, List<DeadLetter> letters) {
    return new Progress(
        state, reason, position, Optional.of(announced), Optional.empty(), health, letters);
  }

  Progress withDeadLetters(List<DeadLetter> letters) {
    return new Progress(state, reason, position, skipped, inflight, health, letters);
  }
}
