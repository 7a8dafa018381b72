package dev.realtime.core.log;

import dev.realtime.Gap;
import dev.realtime.Position;
import java.util.List;
import java.util.Optional;

/**
 * The epochs of a log with their first offsets, its oldest retained offset and its head: all that
 * is needed to judge a position. The rule is a pure function and the only one of its kind (SPEC
 * 3.8–3.11).
 *
 * <p>Immutable.
 *
 * @param starts oldest first; empty for a log that never had an entry
 * @param first the oldest retained offset, head + 1 if none is
 * @param head the newest offset, 0 if there never was one
 */
record Epochs(List<EpochStart> starts, long first, long head) {
  /** An epoch and the offset of its first entry. */
  record EpochStart(String epoch, long firstOffset) {}

  /** What {@link #lossAfter} says of a position: empty if delivery can go on right after it. */
  Optional<Gap> lossAfter(Position after) {
    if (!after.equals(Position.ORIGIN)) {
      int index = indexOf(after.epoch());
      if (index < 0 || after.offset() < starts.get(index).firstOffset() - 1) {
        return Optional.of(Gap.reset(after, before(first)));
      }
      long end = endOf(index);
      if (after.offset() > end) {
        Position resume =
            end < starts.get(index).firstOffset() ? before(end + 1) : after.withOffset(end);
        return Optional.of(new Gap(after, end + 1, after.offset(), Gap.Reason.DIVERGED, resume));
      }
    }
    if (after.offset() + 1 < first) {
      return Optional.of(
          new Gap(after, after.offset() + 1, first - 1, Gap.Reason.TRIMMED, before(first)));
    }
    return Optional.empty();
  }

  /** The position of the newest entry. */
  Position headPosition() {
    return before(head + 1);
  }

  /** The position just before an offset of 1..head+1. */
  Position before(long offset) {
    for (int i = starts.size() - 1; i >= 0; i--) {
      if (starts.get(i).firstOffset() < offset) {
        return new Position(starts.get(i).epoch(), offset - 1);
      }
    }
    return Position.ORIGIN;
  }

  private int indexOf(String epoch) {
    for (int i = starts.size() - 1; i >= 0; i--) {
      if (starts.get(i).epoch().equals(epoch)) {
        return i;
      }
    }
    return -1;
  }

  private long endOf(int index) {
    return index + 1 < starts.size() ? starts.get(index + 1).firstOffset() - 1 : head;
  }
}
