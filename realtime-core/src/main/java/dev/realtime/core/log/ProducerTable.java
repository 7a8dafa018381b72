package dev.realtime.core.log;

import dev.realtime.Position;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a channel remembers of its producers: the next sequence of each, and where at least the last
 * 4,096 sequences stand (SPEC 1.4–1.6). A producer is forgotten after ten minutes of silence, or
 * when there are more than {@link #MAX_PRODUCERS}, the longest silent first; a principal that has
 * more than half of them gives up its own, so that it cannot drive out those of the others.
 *
 * <p>Guarded by the lock of its log.
 */
final class ProducerTable {
  static final int REMEMBERED = 4_096;
  static final int MAX_PRODUCERS = 10_000;
  static final long SILENCE_MILLIS = 600_000;

  /** A producer id and the principal it belongs to. */
  record Producer(String owner, String producer) {}

  /** In the order of the last append or repeat, the longest silent first. */
  private final Map<Producer, ProducerRuns> producers = new LinkedHashMap<>();

  /** How many producers a principal has. */
  private final Map<String, Integer> perOwner = new HashMap<>();

  long nextSequence(Producer producer, long millis) {
    forgetSilent(millis);
    ProducerRuns known = producers.get(producer);
    return known == null ? 1 : known.next();
  }

  /** Why the messages must not be stored; empty if it may. */
  Optional<AppendResult> refusal(
      Producer producer, long sequence, List<NewEntry> entries, long millis) {
    forgetSilent(millis);
    ProducerRuns known = producers.get(producer);
    if (known == null) {
      return sequence == 1 ? Optional.empty() : Optional.of(new AppendResult.UnknownProducer());
    }
    if (sequence > known.next()) {
      return Optional.of(new AppendResult.OutOfSequence(known.next()));
    }
    if (sequence < known.oldest()) {
      return Optional.of(new AppendResult.UnknownProducer());
    }
    return known.reused(sequence, entries).map(AppendResult.MessageIdReused::new);
  }

  /** The runs of messages that are stored already, in order. */
  List<Run> duplicates(Producer producer, long sequence, int count, long millis) {
    ProducerRuns known = producers.get(producer);
    if (known == null) {
      return List.of();
    }
    List<Run> runs = known.duplicates(sequence, sequence + count - 1);
    if (!runs.isEmpty()) {
      touch(producer, known, millis);
    }
    return runs;
  }

  /** Remembers messages stored at consecutive offsets. */
  void remember(
      Producer producer, long sequence, Position first, List<NewEntry> entries, long millis) {
    ProducerRuns known = producers.get(producer);
    ProducerRuns runs = known == null ? new ProducerRuns() : known;
    if (known == null) {
      perOwner.merge(producer.owner, 1, Integer::sum);
    }
    runs.add(sequence, first, entries);
    touch(producer, runs, millis);
    if (producers.size() > MAX_PRODUCERS) {
      forgetOneFor(producer.owner);
    }
  }

  private void forgetOneFor(String owner) {
    boolean ownOnly = perOwner.getOrDefault(owner, 0) > MAX_PRODUCERS / 2;
    Iterator<Producer> eldest = producers.keySet().iterator();
    Producer next = eldest.next();
    while (ownOnly && !next.owner.equals(owner)) {
      next = eldest.next();
    }
    eldest.remove();
    forgotten(next);
  }

  private void forgotten(Producer producer) {
    perOwner.computeIfPresent(producer.owner, (owner, n) -> n > 1 ? n - 1 : null);
  }

  int size() {
    return producers.size();
  }

  private void touch(Producer producer, ProducerRuns runs, long millis) {
    runs.touch(millis);
    producers.remove(producer);
    producers.put(producer, runs);
  }

  private void forgetSilent(long millis) {
    Iterator<Map.Entry<Producer, ProducerRuns>> eldest = producers.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<Producer, ProducerRuns> next = eldest.next();
      if (millis - next.getValue().lastMillis() <= SILENCE_MILLIS) {
        return;
      }
      eldest.remove();
      forgotten(next.getKey());
    }
  }
}
