package dev.realtime.examples.payments;

import dev.realtime.Channel;
import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.Receipt;
import dev.realtime.RejectedException;
import dev.realtime.core.webhook.SignatureScheme;
import dev.realtime.core.webhook.SignatureSchemes;
import dev.realtime.core.webhook.WebhookVerdict.Verified;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Feeds a channel from the webhooks of a payment service. Thread-safe. */
public final class StripeInbox {
  private final SignatureScheme stripe;
  private final Channel<Payload> payments;

  /** An inbox that publishes on a channel what one of the secrets signed. */
  public StripeInbox(List<String> secrets, Clock clock, Channel<Payload> payments) {
    this.stripe = SignatureSchemes.stripe(secrets, clock);
    this.payments = payments;
  }

  /**
   * Takes a request: answer 200 when this completes.
   *
   * @throws RejectedException bad-request or unauthenticated, to be answered with 400 or 401
   */
  public CompletionStage<Receipt> take(Map<String, List<String>> headers, byte[] body) {
    Verified verified = stripe.verify(headers, body).orThrow();
    PublishOptions options = PublishOptions.defaults().withKey(verified.id());
    return payments.publish(Payload.of(body, Payload.JSON), options);
  }
}
