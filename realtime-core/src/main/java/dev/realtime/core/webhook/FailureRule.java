package dev.realtime.core.webhook;

import java.time.Duration;

/**
 * What becomes of a delivery that was not taken, by the policy of its subscription.
 *
 * <p>Pure.
 */
final class FailureRule {
  private FailureRule() {}

  /** What is to be done. */
  enum Outcome {
    /** The same again, later. */
    AGAIN,
    /** Half of it again, to find the message that is not taken. */
    SEARCH,
    /** Its one message is given up. */
    GIVE_UP,
    /** The subscription is paused. */
    PAUSE
  }

  /**
   * How it failed.
   *
   * @param messages in the delivery
   * @param attempts that failed, this one too
   * @param age since the first of them
   * @param answered whether the receiver answered at all
   * @param refused whether it said that it is the delivery that is wrong
   * @param poison whether it said that no attempt can help
   * @param searching whether this is a part of a delivery that failed for good
   * @param receiverIsUp whether the receiver takes others
   */
  record Failure(
      int messages,
      int attempts,
      Duration age,
      boolean answered,
      boolean refused,
      boolean poison,
      boolean searching,
      boolean receiverIsUp) {}

  static Outcome judge(HeadPolicy policy, Failure failure) {
    if (policy instanceof HeadPolicy.Pause pause) {
      boolean hopeless = failure.poison && failure.messages <= 1;
      return hopeless || failure.attempts >= pause.maxAttempts() ? Outcome.PAUSE : Outcome.AGAIN;
    }
    if (policy instanceof HeadPolicy.DeadLetter limits && isDue(limits, failure)) {
      if (failure.messages > 1) {
        return Outcome.SEARCH;
      }
      // A receiver that takes nothing is down: then it is not this message.
      boolean culprit = failure.refused || failure.poison || failure.receiverIsUp;
      return culprit ? Outcome.GIVE_UP : Outcome.AGAIN;
    }
    return Outcome.AGAIN;
  }

  private static boolean isDue(HeadPolicy.DeadLetter limits, Failure failure) {
    boolean over =
        failure.attempts >= limits.maxAttempts() || failure.age.compareTo(limits.maxAge()) >= 0;
    return failure.answered
        && failure.messages > 0
        && (failure.poison || failure.searching || over);
  }
}
