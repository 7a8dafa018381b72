package dev.realtime.spi;

import dev.realtime.MessageId;
import java.util.List;

/**
 * Messages that one producer appends to a channel: all or none.
 *
 * <p>The log de-duplicates by {@code (owner, first.producer())}: who reads a producer id cannot
 * publish under it as another principal.
 *
 * @param owner the principal that the producer id belongs to, empty for the process itself
 * @param first the identity of the first message; the next ones count up
 * @param entries at least one
 */
public record Append(String owner, MessageId first, List<NewEntry> entries) {
  /** Copies the entries. */
  public Append {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("an append has at least one entry");
    }
  }

  /** The sequence of the last message. */
  public long lastSequence() {
    return first.sequence() + entries.size() - 1;
  }
}
