package dev.realtime.core.webhook;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The shared key of scheme {@code v1}, HMAC-SHA256. Immutable. */
final class HmacKey implements SignatureKey.Signing, SignatureKey.Verifying {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  HmacKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  @Override
  public String version() {
    return "v1";
  }

  @Override
  public byte[] sign(SignedContent content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return content.hmac(mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this runtime has no " + ALGORITHM, e);
    }
  }

  @Override
  public boolean matchesAny(SignedContent content, List<byte[]> candidates) {
    byte[] expected = sign(content);
    boolean matched = false;
    for (byte[] candidate : candidates) {
      matched |= MessageDigest.isEqual(expected, candidate);
    }
    return matched;
  }

  @Override
  public String toString() {
    return "whsec_***";
  }
}
