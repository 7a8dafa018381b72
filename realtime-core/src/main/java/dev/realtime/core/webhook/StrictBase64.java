package dev.realtime.core.webhook;

import java.util.Base64;
import java.util.Optional;

/** Base64 of RFC 4648 §4 with padding, in the one spelling that a text of bytes has. */
final class StrictBase64 {
  private StrictBase64() {}

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes; empty if the text is not what {@link #encode} writes for them. */
  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
