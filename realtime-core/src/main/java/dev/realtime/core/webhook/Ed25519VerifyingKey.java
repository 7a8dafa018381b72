package dev.realtime.core.webhook;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;

/** The public key of scheme {@code v1a}, Ed25519 (RFC 8032). Immutable. */
final class Ed25519VerifyingKey implements SignatureKey.Verifying {
  static final int BYTES = 32;

  private final PublicKey key;

  /** Fails if the bytes are no point of the curve. */
  Ed25519VerifyingKey(byte[] bytes) throws GeneralSecurityException {
    this.key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(bytes)));
    started();
  }

  /** RFC 8032 §5.1.2: y little-endian, its highest bit the sign of x. */
  private static EdECPoint point(byte[] bytes) {
    byte[] y = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      y[i] = bytes[BYTES - 1 - i];
    }
    boolean odd = y[0] < 0;
    y[0] &= 0x7f;
    return new EdECPoint(odd, new BigInteger(1, y));
  }

  @Override
  public String version() {
    return "v1a";
  }

  @Override
  public boolean matchesAny(SignedContent content, List<byte[]> candidates) {
    boolean matched = false;
    for (byte[] candidate : candidates) {
      matched |= matches(content, candidate);
    }
    return matched;
  }

  private boolean matches(SignedContent content, byte[] candidate) {
    try {
      Signature signature = started();
      content.feed(signature);
      return signature.verify(candidate);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this runtime cannot verify Ed25519", e);
    }
  }

  private Signature started() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    return signature;
  }

  @Override
  public String toString() {
    return "whpk_***";
  }
}
