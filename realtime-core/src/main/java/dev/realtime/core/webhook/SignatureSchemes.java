package dev.realtime.core.webhook;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The signatures of senders that have a format of their own, so that their webhooks can feed a
 * channel. Every scheme takes 1 to {@link WebhookSigner#MAX_SECRETS} secrets, as the sender shows
 * them, and accepts what one of them signed; so a secret is changed by having the new and the old
 * one for a while. None signs an id: the id of a verdict is {@code sha256-} and the SHA-256 of the
 * body, which is the same in every attempt of a delivery.
 *
 * <p>Each method throws {@link IllegalArgumentException} if there is no secret or there are too
 * many, or if one is empty or begins or ends with a blank or a line end.
 */
public final class SignatureSchemes {
  private SignatureSchemes() {}

  /**
   * {@code Stripe-Signature}, where the time may be {@link WebhookVerifier#DEFAULT_TOLERANCE} off.
   *
   * @param secrets each with its {@code whsec_}, which is part of the key here
   */
  public static SignatureScheme stripe(List<String> secrets, Clock clock) {
    return new ForeignScheme(ForeignFormat.STRIPE, secrets, tolerance(clock));
  }

  /**
   * {@code X-Hub-Signature-256} of GitHub, and of others that took it over. No time is signed, so
   * whoever has one request can send it again at any time.
   */
  public static SignatureScheme github(List<String> secrets) {
    return new ForeignScheme(ForeignFormat.GITHUB, secrets, Optional.empty());
  }

  /**
   * {@code X-Slack-Signature} with {@code X-Slack-Request-Timestamp}, where the time may be {@link
   * WebhookVerifier#DEFAULT_TOLERANCE} off.
   *
   * @param secrets signing secrets, not verification tokens
   */
  public static SignatureScheme slack(List<String> secrets, Clock clock) {
    return new ForeignScheme(ForeignFormat.SLACK, secrets, tolerance(clock));
  }

  /**
   * {@code X-Shopify-Hmac-SHA256}. No time is signed, so whoever has one request can send it again
   * at any time.
   *
   * @param secrets client secrets of the app
   */
  public static SignatureScheme shopify(List<String> secrets) {
    return new ForeignScheme(ForeignFormat.SHOPIFY, secrets, Optional.empty());
  }

  private static Optional<Tolerance> tolerance(Clock clock) {
    Objects.requireNonNull(clock, "clock");
    return Optional.of(new Tolerance(WebhookVerifier.DEFAULT_TOLERANCE, clock));
  }
}
