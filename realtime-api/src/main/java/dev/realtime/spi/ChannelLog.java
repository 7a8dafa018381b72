package dev.realtime.spi;

import dev.realtime.Position;
import dev.realtime.Start;
import java.util.concurrent.CompletionStage;

/**
 * One channel's log: what decides order and de-duplication, and all that the library sees of where
 * messages live (SPEC §3).
 *
 * <p>Thread-safe. No method blocks; stages complete on threads of the log or on the caller's.
 */
public interface ChannelLog {
  /** The channel's name. */
  String channel();

  /**
   * Appends all messages or none. Completes when they are readable.
   *
   * <p>A node calls this again for the channel only when the stage of the call before has completed
   * (SPEC 3.18), so one that never completes holds back the channel, and no other.
   */
  CompletionStage<AppendResult> append(Append append);

  /**
   * What follows a position: at least one entry if one follows, a gap if the position cannot be
   * honoured, an empty batch at the head. Never waits for new entries.
   *
   * @param maxEntries at most so many entries, at least 1
   * @param maxBytes at most so many bytes of entries, but at least one entry
   */
  CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes);

  /** The position that a start means now. Positions are returned as they are, unchecked. */
  CompletionStage<Position> resolve(Start start);

  /** The ends of the log. */
  CompletionStage<Bounds> bounds();

  /** The next sequence of a producer, 1 if the log does not know it. */
  CompletionStage<Long> nextSequence(String owner, String producer);

  /**
   * Runs {@code wake} once when an entry follows the position, at once if one does already. The
   * wake-up carries no data, may be spurious, is never lost, and runs without a lock of the log
   * held (SPEC 3.12, 3.13).
   *
   * @return cancels the wake-up, so that nothing is kept for it
   */
  Runnable onGrowth(Position after, Runnable wake);
}
