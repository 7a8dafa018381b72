package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.util.List;
import java.util.Map;

/**
 * The three headers of Standard Webhooks 1.0 as they are sent or were received. Immutable. The
 * values are not judged here; {@link WebhookVerifier} does that.
 *
 * @param id names the delivery; the same in every attempt
 * @param timestamp seconds since 1970 in decimal, of this attempt
 * @param signature signatures such as {@code v1,…}, separated by one blank
 */
public record WebhookHeaders(String id, String timestamp, String signature) {
  /** The name of the header with the id. */
  public static final String ID = "webhook-id";

  /** The name of the header with the time. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** The name of the header with the signatures. */
  public static final String SIGNATURE = "webhook-signature";

  /**
   * The headers of a request; case does not matter in names, and other headers are ignored.
   *
   * @throws RejectedException bad-request if one of the three is missing or there twice
   */
  public static WebhookHeaders from(Map<String, List<String>> headers) {
    return new WebhookHeaders(
        single(headers, ID), single(headers, TIMESTAMP), single(headers, SIGNATURE));
  }

  static String single(Map<String, List<String>> headers, String name) {
    List<String> values =
        headers.entrySet().stream()
            .filter(header -> name.equalsIgnoreCase(header.getKey()))
            .flatMap(header -> header.getValue().stream())
            .toList();
    if (values.size() != 1) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "a webhook has the header " + name + " once; it is there " + values.size() + " times");
    }
    return values.get(0);
  }

  /** The headers by name, as a request carries them. */
  public Map<String, String> toMap() {
    return Map.of(ID, id, TIMESTAMP, timestamp, SIGNATURE, signature);
  }

  /** Without the signature, with which the request could be sent again. */
  @Override
  public String toString() {
    return "WebhookHeaders[id=" + id + ", timestamp=" + timestamp + ", signature=***]";
  }
}
