package dev.realtime.core.webhook;

import java.util.List;

/** A key of one signature scheme. Implementations are immutable and print no key. */
sealed interface SignatureKey permits SignatureKey.Signing, SignatureKey.Verifying {
  /** The scheme before the comma of a signature: {@code v1} or {@code v1a}. */
  String version();

  /** A key that makes signatures. */
  sealed interface Signing extends SignatureKey permits HmacKey, Ed25519SigningKey {
    byte[] sign(SignedContent content);
  }

  /** A key that judges signatures. */
  sealed interface Verifying extends SignatureKey permits HmacKey, Ed25519VerifyingKey {
    /**
     * Whether at least one candidate is the signature of the content; all are compared, so that the
     * time does not tell which.
     */
    boolean matchesAny(SignedContent content, List<byte[]> candidates);
  }
}
