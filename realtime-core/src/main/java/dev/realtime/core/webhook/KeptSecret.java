package dev.realtime.core.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A secret of a subscription with the text it was made of, for the store and for the one who
 * registers; shown nowhere else. Immutable.
 *
 * @param text {@code whsec_} or {@code whsk_} and base64
 * @param notAfter when it signs no more, because another took its place
 */
public record KeptSecret(
    String text, WebhookSecret secret, Instant createdAt, Optional<Instant> notAfter) {
  private static final int GENERATED_BYTES = 32;

  /**
   * A secret that signs from now on.
   *
   * @throws dev.realtime.RejectedException bad-request if it is none that can sign
   */
  static KeptSecret of(String text, Instant now) {
    WebhookSecret secret = WebhookSecret.parse(text);
    if (secret.signing().isEmpty()) {
      throw HeaderRules.malformed("a subscription signs with whsec_ or whsk_, not with whpk_");
    }
    return new KeptSecret(text, secret, now, Optional.empty());
  }

  /** A new secret of 32 random bytes. */
  static KeptSecret generate(RandomGenerator random, Instant now) {
    return of(generateText(random), now);
  }

  /** The text of a new secret, {@code whsec_} and 32 random bytes. */
  public static String generateText(RandomGenerator random) {
    byte[] key = new byte[GENERATED_BYTES];
    random.nextBytes(key);
    return "whsec_" + StrictBase64.encode(key);
  }

  /** The same until a time. */
  KeptSecret until(Instant end) {
    return new KeptSecret(text, secret, createdAt, Optional.of(end));
  }

  boolean signsAt(Instant now) {
    return notAfter.filter(end -> !now.isBefore(end)).isEmpty();
  }

  @Override
  public String toString() {
    return "KeptSecret[" + secret + ", createdAt=" + createdAt + ", notAfter=" + notAfter + "]";
  }
}
