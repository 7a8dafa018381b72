package dev.realtime;

/**
 * The answer to a publish: the message is stored at this position and readable there.
 *
 * @param position where the message stands
 * @param duplicate whether it was stored by an earlier attempt under the same {@link MessageId}
 */
public record Receipt(Position position, boolean duplicate) {}
