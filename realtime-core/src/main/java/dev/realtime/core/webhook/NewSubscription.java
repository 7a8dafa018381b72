package dev.realtime.core.webhook;

import dev.realtime.Start;
import dev.realtime.core.wire.JsonWriter;
import java.util.Optional;

/**
 * What somebody asks to register.
 *
 * @param secret to sign with; one is made if it is empty
 * @param priority that of the channel if it is empty
 * @param rate requests a second at most; 0 for no limit of its own
 * @param bye whether the receiver is told when the server shuts down, which ends the subscription
 */
public record NewSubscription(
    String channel,
    String url,
    Optional<String> secret,
    Start after,
    Optional<Priority> priority,
    HeadPolicy policy,
    int rate,
    boolean bye) {
  /** The body of the request that registers it; {@link AdministrationRequest} reads it. */
  public byte[] toJson() {
    JsonWriter out = new JsonWriter(512);
    out.raw("{\"channel\":").string(channel).raw(",\"url\":").string(url);
    secret.ifPresent(text -> out.raw(",\"secret\":").string(text));
    out.raw(",\"after\":").string(after.toString());
    priority.ifPresent(p -> out.raw(",\"priority\":").string(p.wireName()));
    out.raw(",\"policy\":").string(policy.wireName());
    if (policy.maxAttempts() < Integer.MAX_VALUE) {
      out.raw(",\"maxAttempts\":").number(policy.maxAttempts());
    }
    if (rate > 0) {
      out.raw(",\"rate\":").number(rate);
    }
    if (bye) {
      out.raw(",\"bye\":true");
    }
    return out.raw("}").toByteArray();
  }

  /** Without the secret, and without the URL, whose query may hold one. */
  @Override
  public String toString() {
    return "NewSubscription[" + channel + " from " + after + "]";
  }
}
