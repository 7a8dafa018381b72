package dev.realtime.spi;

import dev.realtime.MessageId;
import java.util.List;
import java.util.Optional;

/**
 * Messages that one producer appends to a channel: all or none.
 *
 * <p>The log de-duplicates by owner and producer: who reads a producer id cannot publish under it
 * as another principal.
 *
 * @param owner the principal that the producer id belongs to, empty for the process itself
 * @param first the identity of the first message; the next ones count up. Empty: the messages have
 *     none and are not de-duplicated
 * @param entries at least one
 */
public record Append(String owner, Optional<MessageId> first, List<NewEntry> entries) {
  /** Copies the entries. */
  public Append {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("an append has at least one entry");
    }
  }

  /** Messages of the process itself, or of a principal, under their ids. */
  public static Append of(String owner, MessageId first, List<NewEntry> entries) {
    return new Append(owner, Optional.of(first), entries);
  }

  /** Messages without identity: each append of them is new. */
  public static Append anonymous(List<NewEntry> entries) {
    return new Append("", Optional.empty(), entries);
  }
}
