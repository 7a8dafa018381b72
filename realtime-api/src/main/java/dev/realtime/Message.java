package dev.realtime;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of a channel as a subscriber sees it. It is equal for every subscriber, on every
 * transport, at every delivery (SPEC 2.6).
 *
 * <p>Immutable if {@code T} is.
 *
 * @param <T> what the channel's {@link Codec} makes of a payload
 * @param channel the channel's name
 * @param position where the entry stands
 * @param time when the log accepted it, by the log's clock; informational, nothing is ordered by it
 * @param id the identity it was published under, if any
 * @param key what the message is about, empty if not set; at most 256 bytes
 * @param type what kind of message it is, empty if not set; {@code [A-Za-z0-9._-]{1,64}}
 * @param headers further attributes, in the order they were published; never null, often empty
 * @param data the decoded payload
 */
public record Message<T>(
    String channel,
    Position position,
    Instant time,
    Optional<MessageId> id,
    String key,
    String type,
    Map<String, String> headers,
    T data) {

  /** The offset of the position. */
  public long offset() {
    return position.offset();
  }
}
