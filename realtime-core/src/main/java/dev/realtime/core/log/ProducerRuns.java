package dev.realtime.core.log;

import dev.realtime.Position;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The messages of one producer that a log remembers, as runs that stand at consecutive offsets. The
 * newest {@link ProducerTable#REMEMBERED} sequences stay; older runs go as a whole. A message costs
 * one content hash, a run one more object.
 *
 * <p>Guarded by the lock of its log.
 */
final class ProducerRuns {
  private static final int LONGEST = 256;

  private static final class Stored {
    final long sequence;
    final Position position;
    long[] hashes;
    int count;

    Stored(long sequence, Position position, int capacity) {
      this.sequence = sequence;
      this.position = position;
      this.hashes = new long[capacity];
    }

    boolean goesOnAt(Position next) {
      return count < LONGEST && position.withOffset(position.offset() + count).equals(next);
    }

    void add(long hash) {
      if (count == hashes.length) {
        hashes = java.util.Arrays.copyOf(hashes, Math.min(LONGEST, 2 * count));
      }
      hashes[count++] = hash;
    }
  }

  private final Deque<Stored> runs = new ArrayDeque<>();
  private long next = 1;
  private long lastMillis;

  long next() {
    return next;
  }

  long lastMillis() {
    return lastMillis;
  }

  void touch(long millis) {
    lastMillis = millis;
  }

  /** The oldest sequence that is remembered, {@link #next()} if none is. */
  long oldest() {
    Stored first = runs.peekFirst();
    return first == null ? next : first.sequence;
  }

  void add(long sequence, Position first, List<NewEntry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      Position at = first.withOffset(first.offset() + i);
      Stored last = runs.peekLast();
      if (last == null || !last.goesOnAt(at)) {
        last = new Stored(sequence + i, at, Math.min(LONGEST, entries.size() - i));
        runs.addLast(last);
      }
      last.add(ContentHash.of(entries.get(i)));
    }
    next = sequence + entries.size();
    forgetOld();
  }

  private void forgetOld() {
    Stored first = runs.peekFirst();
    while (first != null && first.sequence + first.count <= next - ProducerTable.REMEMBERED) {
      runs.removeFirst();
      first = runs.peekFirst();
    }
  }

  /** The first sequence that is remembered with other content. */
  Optional<Long> reused(long sequence, List<NewEntry> entries) {
    long end = Math.min(next, sequence + entries.size());
    if (sequence >= end) {
      return Optional.empty();
    }
    for (Stored run : runs) {
      long to = Math.min(end, run.sequence + run.count);
      for (long s = Math.max(sequence, run.sequence); s < to; s++) {
        long hash = ContentHash.of(entries.get((int) (s - sequence)));
        if (hash != run.hashes[(int) (s - run.sequence)]) {
          return Optional.of(s);
        }
      }
    }
    return Optional.empty();
  }

  /** Where the sequences from..to stand, as far as they are remembered. */
  List<Run> duplicates(long from, long to) {
    List<Run> found = new ArrayList<>();
    if (from >= next) {
      return found;
    }
    for (Stored run : runs) {
      long first = Math.max(from, run.sequence);
      long end = Math.min(to + 1, run.sequence + run.count);
      if (first < end) {
        long offset = run.position.offset() + first - run.sequence;
        extend(found, first, run.position.withOffset(offset), (int) (end - first));
      }
    }
    return found;
  }

  private static void extend(List<Run> found, long sequence, Position at, int count) {
    int end = found.size() - 1;
    if (end >= 0) {
      Run run = found.get(end);
      if (run.position().withOffset(run.position().offset() + run.count()).equals(at)) {
        found.set(end, new Run(run.sequence(), run.position(), run.count() + count, true));
        return;
      }
    }
    found.add(new Run(sequence, at, count, true));
  }
}
