package dev.realtime.core.webhook;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the headers of a request claim in a foreign format. Immutable, confined to this package.
 *
 * @param head what is signed in front of the body
 * @param seconds the time that is signed; empty if the format has none
 * @param signatures the candidates, decoded
 */
record ForeignClaim(String head, OptionalLong seconds, List<byte[]> signatures) {
  ForeignClaim {
    signatures = List.copyOf(signatures);
  }

  /** A claim about the body alone. */
  static ForeignClaim ofBody(byte[] signature) {
    return new ForeignClaim("", OptionalLong.empty(), List.of(signature));
  }
}
