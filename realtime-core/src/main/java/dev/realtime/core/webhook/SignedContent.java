package dev.realtime.core.webhook;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.SignatureException;
import javax.crypto.Mac;

/**
 * The bytes that a signature covers: {@code id.timestamp.body} (Standard Webhooks 1.0). Confined to
 * one call; the body is read in place.
 */
final class SignedContent {
  private final byte[] head;
  private final byte[] body;

  SignedContent(String id, String timestamp, byte[] body) {
    this(id + '.' + timestamp + '.', body);
  }

  /** Of a foreign format: what its head is, then the body. */
  SignedContent(String head, byte[] body) {
    this.head = head.getBytes(StandardCharsets.US_ASCII);
    this.body = body;
  }

  byte[] hmac(Mac mac) {
    mac.update(head);
    return mac.doFinal(body);
  }

  void feed(Signature signature) throws SignatureException {
    signature.update(head);
    signature.update(body);
  }
}
