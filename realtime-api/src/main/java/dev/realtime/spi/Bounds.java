package dev.realtime.spi;

import dev.realtime.Position;

/**
 * The ends of a log: {@code 0:0} twice for a channel without entries.
 *
 * @param earliest the position before the oldest retained entry
 * @param head the position of the newest entry
 */
public record Bounds(Position earliest, Position head) {
  /** The bounds of a channel that has no entry. */
  public static final Bounds ORIGIN = new Bounds(Position.ORIGIN, Position.ORIGIN);
}
