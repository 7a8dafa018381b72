package dev.realtime.core.webhook;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/** The private key of scheme {@code v1a}, Ed25519 (RFC 8032). Immutable. */
final class Ed25519SigningKey implements SignatureKey.Signing {
  static final int SEED_BYTES = 32;

  private final PrivateKey key;

  Ed25519SigningKey(byte[] seed) throws GeneralSecurityException {
    this.key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
  }

  @Override
  public String version() {
    return "v1a";
  }

  @Override
  public byte[] sign(SignedContent content) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      content.feed(signature);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this runtime cannot sign with Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return "whsk_***";
  }
}
