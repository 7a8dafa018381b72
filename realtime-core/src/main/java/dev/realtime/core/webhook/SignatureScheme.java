package dev.realtime.core.webhook;

import java.util.List;
import java.util.Map;

/**
 * A way to sign webhooks, seen from the receiver: it tells requests of a known sender from all
 * others. {@link WebhookVerifier} is the one of this project, {@link SignatureSchemes} has those of
 * well-known senders. Another one compares in constant time and shows no secret in {@code toString}
 * or in a verdict.
 *
 * <p>Implementations are immutable and thread-safe.
 */
@FunctionalInterface
public interface SignatureScheme {
  /**
   * Judges a request. What comes twice is verified twice, unless it is over time.
   *
   * @param headers all of the request, by name in any case
   * @param body the bytes that came in, before anything decoded them; read to a limit of the
   *     caller's, since it is not limited here
   */
  WebhookVerdict verify(Map<String, List<String>> headers, byte[] body);
}
