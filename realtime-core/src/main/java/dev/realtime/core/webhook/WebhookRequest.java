package dev.realtime.core.webhook;

import java.util.List;
import java.util.Map;

/**
 * A request at a receiver, as whatever server got it.
 *
 * @param method in capitals
 * @param headers by name in any case
 * @param body the bytes that came in, before anything decoded them
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or kept
public record WebhookRequest(String method, Map<String, List<String>> headers, byte[] body) {
  /** Without headers and body, which hold a signature and messages. */
  @Override
  public String toString() {
    return "WebhookRequest[" + method + ", " + body.length + " bytes]";
  }
}
