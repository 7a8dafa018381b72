package dev.realtime.core.webhook;

import dev.realtime.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What an answer to a delivery means (docs/webhooks.md, the table of answers).
 *
 * <p>Pure.
 */
final class AnswerRule {
  private AnswerRule() {}

  /** What is to be done. */
  sealed interface Decision {
    /** The receiver has it up to a position. */
    record Acknowledge(Position to) implements Decision {}

    /** The receiver wants to go on from an earlier position. */
    record Rewind(Position to) implements Decision {}

    /** The receiver asks to wait; that is no failure. */
    record Wait(Duration wish) implements Decision {}

    /**
     * It is tried again later.
     *
     * @param refused whether the receiver itself said no, so that it is up
     * @param tooMany whether the receiver is to get less for a while
     */
    record Retry(boolean refused, boolean tooMany) implements Decision {}

    /** It is too large. */
    record Split() implements Decision {}

    /** The receiver will never take the first message. */
    record Poison() implements Decision {}

    /** The receiver is gone. */
    record Gone() implements Decision {}

    /** The receiver switches the subscription off. */
    record Disable() implements Decision {}

    /** The address is not allowed; nothing was sent. */
    record Blocked() implements Decision {}
  }

  /**
   * Decides.
   *
   * @param previous of the delivery
   * @param last of the delivery
   */
  static Decision decide(CallbackAnswer answer, Position previous, Position last, Instant now) {
    if (answer instanceof CallbackAnswer.None none) {
      return none.cause() == CallbackAnswer.Cause.BLOCKED_ADDRESS
          ? new Decision.Blocked()
          : new Decision.Retry(false, false);
    }
    CallbackAnswer.Status status = (CallbackAnswer.Status) answer;
    Optional<Decision> asked = asked(status);
    if (asked.isPresent()) {
      return asked.get();
    }
    int code = status.status();
    return switch (code) {
      case 409 -> rewind(status, previous);
      case 410 -> new Decision.Gone();
      case 413 -> new Decision.Split();
      case 429, 503 ->
          retryAfter(status, now)
              .<Decision>map(Decision.Wait::new)
              .orElse(new Decision.Retry(false, code == 429));
      case 408, 425 -> new Decision.Retry(false, false);
      default ->
          code >= 200 && code < 300
              ? new Decision.Acknowledge(acknowledged(status, previous, last))
              : new Decision.Retry(code >= 400 && code < 500, false);
    };
  }

  private static Optional<Decision> asked(CallbackAnswer.Status status) {
    return switch (status.header("webhook-delivery").orElse("")) {
      case "disable" -> Optional.of(new Decision.Disable());
      case "abort-message" -> Optional.of(new Decision.Poison());
      default -> Optional.empty();
    };
  }

  /** All of the delivery, unless the receiver names a part that it has. */
  private static Position acknowledged(
      CallbackAnswer.Status status, Position previous, Position last) {
    return position(status, "realtime-ack")
        .filter(to -> to.equals(previous) || to.epoch().equals(last.epoch()))
        .filter(to -> to.offset() >= previous.offset() && to.offset() <= last.offset())
        .orElse(last);
  }

  private static Decision rewind(CallbackAnswer.Status status, Position previous) {
    return position(status, "realtime-position")
        .filter(to -> to.offset() <= previous.offset())
        .<Decision>map(Decision.Rewind::new)
        .orElse(new Decision.Retry(true, false));
  }

  private static Optional<Position> position(CallbackAnswer.Status status, String header) {
    try {
      return status.header(header).map(Position::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Seconds or a date (RFC 9110 §10.2.3); empty if it is neither. */
  static Optional<Duration> retryAfter(CallbackAnswer.Status status, Instant now) {
    String text = status.header("retry-after").orElse("").strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration left = Duration.between(now, at);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The status as a record shows it. */
  static String shown(CallbackAnswer answer) {
    return answer instanceof CallbackAnswer.None none
        ? none.cause().wireName()
        : Integer.toString(((CallbackAnswer.Status) answer).status());
  }
}
