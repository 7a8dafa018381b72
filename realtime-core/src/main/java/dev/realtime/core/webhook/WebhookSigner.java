package dev.realtime.core.webhook;

import dev.realtime.RejectedException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Signs webhooks as Standard Webhooks 1.0 says: one signature for every secret, in the order of the
 * secrets, over {@code id.timestamp.body}. Immutable and thread-safe. While a secret is changed the
 * new one comes first and the old one stays second; a receiver accepts a webhook that one of its
 * secrets signed.
 */
public final class WebhookSigner {
  /** How many secrets may sign at once. */
  public static final int MAX_SECRETS = 8;

  private final List<SignatureKey.Signing> keys;
  private final Clock clock;

  /**
   * A signer with 1 to {@link #MAX_SECRETS} secrets.
   *
   * @throws IllegalArgumentException if there are none or too many, or one is a public key
   */
  public WebhookSigner(List<WebhookSecret> secrets, Clock clock) {
    if (secrets.isEmpty() || secrets.size() > MAX_SECRETS) {
      throw new IllegalArgumentException(
          "a signer has 1 to " + MAX_SECRETS + " secrets, not " + secrets.size());
    }
    List<SignatureKey.Signing> signing = new ArrayList<>();
    for (WebhookSecret secret : secrets) {
      signing.add(
          secret
              .signing()
              .orElseThrow(() -> new IllegalArgumentException("a public key (whpk_) cannot sign")));
    }
    this.keys = List.copyOf(signing);
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * The headers of one attempt, with the time of now. Another attempt of the same delivery has the
   * same id and body and is signed anew.
   *
   * @param id 1 to 256 visible ASCII characters without {@code .}
   * @param body as it is sent, byte by byte; not kept
   * @throws RejectedException bad-request if the id is not one
   */
  public WebhookHeaders sign(String id, byte[] body) {
    HeaderRules.checkId(id);
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    HeaderRules.checkTimestamp(WebhookHeaders.TIMESTAMP, timestamp);
    SignedContent content = new SignedContent(id, timestamp, body);
    StringBuilder signatures = new StringBuilder();
    for (SignatureKey.Signing key : keys) {
      signatures.append(signatures.isEmpty() ? "" : " ");
      signatures.append(key.version()).append(',').append(StrictBase64.encode(key.sign(content)));
    }
    return new WebhookHeaders(id, timestamp, signatures.toString());
  }

  @Override
  public String toString() {
    return "WebhookSigner" + keys;
  }
}
