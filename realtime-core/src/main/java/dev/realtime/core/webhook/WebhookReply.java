package dev.realtime.core.webhook;

import java.util.Map;

/**
 * What a receiver answers.
 *
 * @param headers of the answer, {@code Content-Type} too where there is a body
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or kept
public record WebhookReply(int status, Map<String, String> headers, byte[] body) {
  @Override
  public String toString() {
    return "WebhookReply[" + status + ", " + headers + "]";
  }
}
