package dev.realtime.jetty.publish;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.RejectedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A key that an HTTP client gives to one message: a producer of its own with sequence 1, whose id
 * no client can choose and which does not show the key.
 */
final class IdempotencyKey {
  private static final int MAX = 256;

  private IdempotencyKey() {}

  static MessageId messageId(String key) {
    if (key.isBlank() || key.length() > MAX) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST, "Idempotency-Key has 1 to " + MAX + " characters");
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return new MessageId("~" + HexFormat.of().formatHex(Arrays.copyOf(hash, 16)), 1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
