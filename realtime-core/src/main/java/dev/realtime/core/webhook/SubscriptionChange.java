package dev.realtime.core.webhook;

import java.util.Optional;

/**
 * What somebody asks to change of a subscription; what is empty stays.
 *
 * @param rate requests a second at most; 0 takes the limit away
 */
public record SubscriptionChange(
    Optional<String> url,
    Optional<Priority> priority,
    Optional<HeadPolicy> policy,
    Optional<Integer> rate) {
  /** Without the URL, whose query may hold a secret. */
  @Override
  public String toString() {
    return "SubscriptionChange[" + priority + ", " + policy + ", " + rate + "]";
  }
}
