package dev.realtime.core.webhook;

import dev.realtime.RejectedException;
import dev.realtime.core.webhook.WebhookVerdict.Reason;
import dev.realtime.core.webhook.WebhookVerdict.Rejected;
import dev.realtime.core.webhook.WebhookVerdict.Verified;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A scheme of HMAC-SHA256 in the headers of another sender. Immutable and thread-safe. */
final class ForeignScheme implements SignatureScheme {
  private final ForeignFormat format;
  private final List<HmacKey> keys;
  private final Optional<Tolerance> tolerance;

  ForeignScheme(ForeignFormat format, List<String> secrets, Optional<Tolerance> tolerance) {
    if (secrets.isEmpty() || secrets.size() > WebhookSigner.MAX_SECRETS) {
      throw new IllegalArgumentException(
          "a scheme has 1 to " + WebhookSigner.MAX_SECRETS + " secrets, not " + secrets.size());
    }
    this.format = format;
    this.keys = secrets.stream().map(ForeignScheme::key).toList();
    this.tolerance = tolerance;
  }

  private static HmacKey key(String secret) {
    if (secret.isEmpty() || !secret.equals(secret.strip())) {
      throw new IllegalArgumentException(
          "a secret is not empty and has no blank or line end around it; this one of "
              + secret.length()
              + " characters is or has");
    }
    return new HmacKey(secret.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public WebhookVerdict verify(Map<String, List<String>> headers, byte[] body) {
    try {
      return judge(format.read(headers), body);
    } catch (RejectedException e) {
      return new Rejected(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private WebhookVerdict judge(ForeignClaim claim, byte[] body) {
    if (tolerance.isPresent() && claim.seconds().isPresent()) {
      Optional<Rejected> late = tolerance.get().judge(claim.seconds().getAsLong());
      if (late.isPresent()) {
        return late.get();
      }
    }
    SignedContent content = new SignedContent(claim.head(), body);
    boolean signed = false;
    for (HmacKey key : keys) {
      signed |= key.matchesAny(content, claim.signatures());
    }
    return signed ? verified(claim, body) : wrong(claim);
  }

  private static Verified verified(ForeignClaim claim, byte[] body) {
    Optional<Instant> sentAt =
        claim.seconds().isPresent()
            ? Optional.of(Instant.ofEpochSecond(claim.seconds().getAsLong()))
            : Optional.empty();
    return new Verified("sha256-" + HexFormat.of().formatHex(sha256(body)), sentAt);
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this runtime has no SHA-256", e);
    }
  }

  private Rejected wrong(ForeignClaim claim) {
    return new Rejected(
        Reason.WRONG_SIGNATURE,
        "none of "
            + claim.signatures().size()
            + " signatures is by one of "
            + keys.size()
            + " secrets");
  }

  @Override
  public String toString() {
    return "SignatureScheme[" + format.name().toLowerCase(Locale.ROOT) + ", " + keys.size() + "]";
  }
}
