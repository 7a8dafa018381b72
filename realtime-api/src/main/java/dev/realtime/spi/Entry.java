package dev.realtime.spi;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import java.util.Map;
import java.util.Optional;

/**
 * A message as it stands in a log, its payload undecoded.
 *
 * <p>Immutable.
 *
 * @param position where it stands; the epoch is the one it was written in
 * @param timeMillis when it was accepted, milliseconds since 1970, never before its predecessor's
 * @param id the identity it was published under, if any
 * @param key empty if not set
 * @param type empty if not set
 * @param headers in the order they were published
 * @param payload the bytes as published
 */
public record Entry(
    Position position,
    long timeMillis,
    Optional<MessageId> id,
    String key,
    String type,
    Map<String, String> headers,
    Payload payload) {

  /** The offset of the position. */
  public long offset() {
    return position.offset();
  }
}
