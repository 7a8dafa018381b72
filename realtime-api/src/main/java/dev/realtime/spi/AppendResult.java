package dev.realtime.spi;

import dev.realtime.Position;
import java.util.List;

/** What a log answers to an {@link Append}. */
public sealed interface AppendResult {
  /**
   * Messages with consecutive sequences that stand at consecutive offsets of one epoch.
   *
   * @param sequence of the first
   * @param position of the first
   * @param count how many
   * @param duplicate whether an earlier attempt stored them
   */
  record Run(long sequence, Position position, int count, boolean duplicate) {}

  /**
   * All messages are stored: those whose sequence was there already as duplicates, the rest now.
   *
   * @param runs in the order of the sequences, covering all messages of the append
   */
  record Stored(List<Run> runs) implements AppendResult {
    /** Copies. */
    public Stored {
      runs = List.copyOf(runs);
    }
  }

  /**
   * The sequence skips ahead; nothing is stored.
   *
   * @param expected the sequence that the log expects next
   */
  record OutOfSequence(long expected) implements AppendResult {}

  /** The log does not know the producer and the sequence is not 1; nothing is stored. */
  record UnknownProducer() implements AppendResult {}

  /**
   * A sequence is there with other content; nothing is stored.
   *
   * @param sequence the sequence in question
   */
  record MessageIdReused(long sequence) implements AppendResult {}
}
