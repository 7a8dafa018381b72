package dev.realtime.examples.web;

import dev.realtime.core.webhook.WebhookVerdict;
import dev.realtime.core.wire.WebhookBody;
import java.util.Optional;

/**
 * A request to a webhook endpoint, before it is answered.
 *
 * @param id the {@code webhook-id}
 * @param number which attempt it is, as the sender says
 * @param signature shortened, so that nobody can send the request again with it
 * @param verdict what the verifier says
 * @param body what it holds; empty if it is not verified or no webhook of this library
 */
public record Attempt(
    String id,
    String number,
    String signature,
    WebhookVerdict verdict,
    Optional<WebhookBody> body) {
  /** Whether one of the secrets signed it. */
  public boolean isVerified() {
    return verdict instanceof WebhookVerdict.Verified;
  }
}
