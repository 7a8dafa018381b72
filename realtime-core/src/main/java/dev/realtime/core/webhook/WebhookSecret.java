package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A key of Standard Webhooks 1.0 as it is written in a configuration: {@code whsec_} signs and
 * verifies with HMAC-SHA256, {@code whsk_} signs and {@code whpk_} verifies with Ed25519. Immutable
 * and thread-safe. No method gives the key back, {@code toString} shows its prefix alone, and two
 * secrets are equal only if they are the same object, so that no comparison can be timed.
 */
public final class WebhookSecret {
  private static final String SHARED = "whsec_";
  private static final String PRIVATE = "whsk_";
  private static final String PUBLIC = "whpk_";
  private static final int MIN_SHARED_BYTES = 24;
  private static final int MAX_SHARED_BYTES = 64;
  private static final String UNUSABLE =
      "a webhook secret is whsec_ with 24 to 64 bytes, whsk_ with 32 or 64 bytes or whpk_ with 32"
          + " bytes, in base64 with padding; ";

  private final SignatureKey key;

  private WebhookSecret(SignatureKey key) {
    this.key = key;
  }

  /**
   * Reads a secret: the prefix, then base64 with padding. A {@code whsk_} has the seed, or the seed
   * and the public key that belongs to it.
   *
   * @throws RejectedException bad-request, without any part of the text
   */
  public static WebhookSecret parse(String text) {
    if (text.startsWith(SHARED)) {
      return new WebhookSecret(shared(bytes(text, SHARED)));
    }
    if (text.startsWith(PRIVATE)) {
      return new WebhookSecret(signing(bytes(text, PRIVATE)));
    }
    if (text.startsWith(PUBLIC)) {
      return new WebhookSecret(verifying(bytes(text, PUBLIC)));
    }
    throw unusable("this text has none of the prefixes");
  }

  Optional<SignatureKey.Signing> signing() {
    return key instanceof SignatureKey.Signing s ? Optional.of(s) : Optional.empty();
  }

  Optional<SignatureKey.Verifying> verifying() {
    return key instanceof SignatureKey.Verifying v ? Optional.of(v) : Optional.empty();
  }

  private static byte[] bytes(String text, String prefix) {
    return StrictBase64.decode(text.substring(prefix.length()))
        .orElseThrow(() -> unusable("what follows " + prefix + " is not base64"));
  }

  private static HmacKey shared(byte[] bytes) {
    if (bytes.length < MIN_SHARED_BYTES || bytes.length > MAX_SHARED_BYTES) {
      throw unusable("this whsec_ has " + bytes.length + " bytes");
    }
    return new HmacKey(bytes);
  }

  private static Ed25519SigningKey signing(byte[] bytes) {
    int seed = Ed25519SigningKey.SEED_BYTES;
    if (bytes.length != seed && bytes.length != seed + Ed25519VerifyingKey.BYTES) {
      throw unusable("this whsk_ has " + bytes.length + " bytes");
    }
    try {
      Ed25519SigningKey key = new Ed25519SigningKey(Arrays.copyOf(bytes, seed));
      if (bytes.length > seed) {
        checkPair(key, verifying(Arrays.copyOfRange(bytes, seed, bytes.length)));
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw unusable("this whsk_ is no Ed25519 key");
    }
  }

  private static void checkPair(Ed25519SigningKey signing, Ed25519VerifyingKey verifying) {
    SignedContent probe = new SignedContent("", "", new byte[0]);
    if (!verifying.matchesAny(probe, List.of(signing.sign(probe)))) {
      throw unusable("the two halves of this whsk_ are no pair");
    }
  }

  private static Ed25519VerifyingKey verifying(byte[] bytes) {
    if (bytes.length != Ed25519VerifyingKey.BYTES) {
      throw unusable("this whpk_ has " + bytes.length + " bytes");
    }
    try {
      return new Ed25519VerifyingKey(bytes);
    } catch (GeneralSecurityException e) {
      throw unusable("this public key is no point of Ed25519");
    }
  }

  private static RejectedException unusable(String found) {
    return new RejectedException(ErrorCode.BAD_REQUEST, UNUSABLE + found);
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
