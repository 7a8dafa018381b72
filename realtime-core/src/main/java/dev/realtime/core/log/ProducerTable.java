package dev.realtime.core.log;

import dev.realtime.Position;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a channel remembers of its producers: the next sequence of each, and where the last 4,096
 * sequences stand (SPEC 1.4–1.6). A producer is forgotten after ten minutes of silence, or when
 * there are more than {@link #MAX_PRODUCERS}, the longest silent first.
 *
 * <p>Guarded by the lock of its log.
 */
final class ProducerTable {
  static final int REMEMBERED = 4_096;
  static final int MAX_PRODUCERS = 10_000;
  static final long SILENCE_MILLIS = 600_000;

  private record Key(String owner, String producer) {}

  private record Stored(long sequence, Position position, int contentHash) {}

  private static final class Producer {
    final ArrayDeque<Stored> stored = new ArrayDeque<>();
    long next = 1;
    long lastMillis;
  }

  private final Map<Key, Producer> producers = new LinkedHashMap<>(16, 0.75f, true);

  long nextSequence(String owner, String producer) {
    Producer known = producers.get(new Key(owner, producer));
    return known == null ? 1 : known.next;
  }

  /** Why the append must not be stored; empty if it may. */
  Optional<AppendResult> refusal(Append append) {
    long sequence = append.first().sequence();
    Producer known = producers.get(key(append));
    if (known == null) {
      return sequence == 1 ? Optional.empty() : Optional.of(new AppendResult.UnknownProducer());
    }
    if (sequence > known.next) {
      return Optional.of(new AppendResult.OutOfSequence(known.next));
    }
    for (Stored stored : known.stored) {
      long index = stored.sequence() - sequence;
      if (index >= 0 && index < append.entries().size()) {
        if (stored.contentHash() != append.entries().get((int) index).hashCode()) {
          return Optional.of(new AppendResult.MessageIdReused(stored.sequence()));
        }
      }
    }
    return oldestRemembered(known) > sequence
        ? Optional.of(new AppendResult.UnknownProducer())
        : Optional.empty();
  }

  /** The runs of messages that are stored already, in order. */
  List<Run> duplicates(Append append) {
    List<Run> runs = new ArrayList<>();
    Producer known = producers.get(key(append));
    if (known != null) {
      for (Stored stored : known.stored) {
        if (stored.sequence() >= append.first().sequence()
            && stored.sequence() <= append.lastSequence()) {
          extend(runs, stored);
        }
      }
    }
    return runs;
  }

  /** Remembers messages stored at consecutive offsets. */
  void remember(Append append, long sequence, Position first, List<NewEntry> entries, long millis) {
    forgetSilent(millis);
    Producer producer = producers.computeIfAbsent(key(append), k -> new Producer());
    for (int i = 0; i < entries.size(); i++) {
      Position at = first.withOffset(first.offset() + i);
      producer.stored.add(new Stored(sequence + i, at, entries.get(i).hashCode()));
      if (producer.stored.size() > REMEMBERED) {
        producer.stored.remove();
      }
    }
    producer.next = sequence + entries.size();
    producer.lastMillis = millis;
  }

  private void forgetSilent(long millis) {
    Iterator<Producer> eldest = producers.values().iterator();
    while (eldest.hasNext()) {
      boolean silent = millis - eldest.next().lastMillis > SILENCE_MILLIS;
      if (!silent && producers.size() < MAX_PRODUCERS) {
        return;
      }
      eldest.remove();
    }
  }

  private static long oldestRemembered(Producer producer) {
    Stored oldest = producer.stored.peek();
    return oldest == null ? producer.next : oldest.sequence();
  }

  private static void extend(List<Run> runs, Stored stored) {
    int end = runs.size() - 1;
    if (end >= 0) {
      Run run = runs.get(end);
      Position next = run.position().withOffset(run.position().offset() + run.count());
      if (stored.sequence() == run.sequence() + run.count() && stored.position().equals(next)) {
        runs.set(end, new Run(run.sequence(), run.position(), run.count() + 1, true));
        return;
      }
    }
    runs.add(new Run(stored.sequence(), stored.position(), 1, true));
  }

  private static Key key(Append append) {
    return new Key(append.owner(), append.first().producer());
  }
}
