package dev.realtime.core.webhook;

import java.net.URI;

/**
 * A place below whose URL webhooks arrive, for many receivers: each has a path segment of its own.
 * A request to a segment without a receiver is answered 410, so that a registration whose receiver
 * is gone is not tried for days.
 *
 * <p>Thread-safe.
 */
public interface CallbackSite {
  /** The URL below which its receivers are, as a sender reaches it. */
  URI url();

  /**
   * Adds a receiver.
   *
   * @param segment 1 to 128 characters of {@code A-Za-z0-9_-}; whoever knows it can send to it, so
   *     that it should not be guessed
   * @return the URL at which a sender reaches the receiver
   * @throws IllegalArgumentException if the segment is none or has a receiver
   */
  URI add(String segment, WebhookReceiver receiver);

  /** Takes a receiver away; what it is handling goes on. Nothing happens if it is not there. */
  void remove(String segment);
}
