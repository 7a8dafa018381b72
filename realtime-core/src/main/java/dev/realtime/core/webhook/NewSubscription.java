package dev.realtime.core.webhook;

import dev.realtime.Start;
import java.util.Optional;

/**
 * What somebody asks to register.
 *
 * @param secret to sign with; one is made if it is empty
 * @param priority that of the channel if it is empty
 */
public record NewSubscription(
    String channel,
    String url,
    Optional<String> secret,
    Start after,
    Optional<Priority> priority,
    HeadPolicy policy) {
  /** Without the secret, and without the URL, whose query may hold one. */
  @Override
  public String toString() {
    return "NewSubscription[" + channel + " from " + after + "]";
  }
}
