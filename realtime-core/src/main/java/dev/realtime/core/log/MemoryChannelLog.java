package dev.realtime.core.log;

import dev.realtime.Gap;
import dev.realtime.MessageId;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.log.Epochs.EpochStart;
import dev.realtime.core.log.ProducerTable.Producer;
import dev.realtime.core.log.Segments.Encoded;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A log in the memory of this process; its epoch begins with the first append. What is over its age
 * goes at the next call, of whatever kind, and its memory with it.
 *
 * <p>Thread-safe: guarded by one lock, which is never held while a wake-up runs.
 */
final class MemoryChannelLog implements ChannelLog {
  /** So many batches of different positions are shared until the next append. */
  private static final int MAX_SHARED = 4;

  private static final Logger LOG = System.getLogger(MemoryChannelLog.class.getName());

  private final String channel;
  private final Retention retention;
  private final long maxAgeMillis;
  private final Clock clock;
  private final Supplier<String> epochIds;

  private final Object lock = new Object();
  private final ProducerTable producers = new ProducerTable();
  private final Segments segments = new Segments();
  private final Set<Wake> wakes = new LinkedHashSet<>();
  private int holders;
  private boolean forgotten;
  private long bytes;

  /** The time of the oldest entry kept and of the newest there ever was. */
  private long oldestMillis = Long.MAX_VALUE;

  private long newestMillis = Long.MIN_VALUE;
  private Epochs epochs = new Epochs(List.of(), 1, 0);
  private final Map<Read, Batch> shared = new LinkedHashMap<>();

  private record Wake(Runnable task, Object identity) {}

  private record Read(Position after, int maxEntries, int maxBytes) {}

  MemoryChannelLog(String channel, Retention retention, Clock clock, Supplier<String> epochIds) {
    this.channel = channel;
    this.retention = retention;
    this.maxAgeMillis = retention.maxAge().toMillis();
    this.clock = clock;
    this.epochIds = epochIds;
  }

  @Override
  public String channel() {
    return channel;
  }

  @Override
  public CompletionStage<AppendResult> append(Append append) {
    AppendResult result;
    List<Wake> woken = List.of();
    synchronized (lock) {
      long headBefore = epochs.head();
      long millis = acceptMillis();
      result = accept(append, millis);
      if (epochs.head() > headBefore) {
        woken = List.copyOf(wakes);
        wakes.clear();
      }
    }
    woken.forEach(wake -> run(wake.task()));
    return CompletableFuture.completedFuture(result);
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failure) {
      LOG.log(Level.ERROR, "a wake-up of channel " + channel + " failed", failure);
    }
  }

  private AppendResult accept(Append append, long millis) {
    if (append.first().isEmpty()) {
      Position first = store(Optional.empty(), append.entries(), millis);
      return new AppendResult.Stored(List.of(new Run(1, first, append.entries().size(), false)));
    }
    MessageId first = append.first().get();
    Producer producer = new Producer(append.owner(), first.producer());
    return producers
        .refusal(producer, first.sequence(), append.entries(), millis)
        .orElseGet(() -> storeFresh(producer, first, append.entries(), millis));
  }

  private AppendResult storeFresh(
      Producer producer, MessageId id, List<NewEntry> all, long millis) {
    List<Run> runs =
        new ArrayList<>(producers.duplicates(producer, id.sequence(), all.size(), millis));
    int stored = runs.stream().mapToInt(Run::count).sum();
    List<NewEntry> fresh = all.subList(stored, all.size());
    if (!fresh.isEmpty()) {
      long sequence = id.sequence() + stored;
      Position first = store(Optional.of(new MessageId(id.producer(), sequence)), fresh, millis);
      producers.remember(producer, sequence, first, fresh, millis);
      runs.add(new Run(sequence, first, fresh.size(), false));
    }
    return new AppendResult.Stored(runs);
  }

  /** Stores all and gives the position of the first. */
  private Position store(Optional<MessageId> id, List<NewEntry> fresh, long millis) {
    Epochs open = epochs.starts().isEmpty() ? opened() : epochs;
    List<EpochStart> starts = open.starts();
    Position first = new Position(starts.get(starts.size() - 1).epoch(), open.head() + 1);
    // All of it before any of it is kept: what cannot be encoded must leave nothing behind.
    List<Encoded> encoded = new ArrayList<>(fresh.size());
    for (int i = 0; i < fresh.size(); i++) {
      long at = i;
      Optional<MessageId> own = id.map(f -> new MessageId(f.producer(), f.sequence() + at));
      Position position = first.withOffset(first.offset() + i);
      encoded.add(Segments.encode(entry(position, millis, own, fresh.get(i))));
    }
    epochs = open;
    encoded.forEach(this::add);
    trim(millis);
    shared.clear();
    return first;
  }

  private Epochs opened() {
    return new Epochs(List.of(new EpochStart(epochIds.get(), 1)), 1, 0);
  }

  private static Entry entry(Position at, long millis, Optional<MessageId> id, NewEntry fresh) {
    return new Entry(
        at,
        millis,
        id,
        fresh.options().key(),
        fresh.options().type(),
        fresh.options().headers(),
        fresh.payload());
  }

  private void add(Encoded encoded) {
    Entry entry = encoded.entry();
    segments.add(encoded);
    bytes += entry.payload().size();
    oldestMillis = Math.min(oldestMillis, entry.timeMillis());
    newestMillis = entry.timeMillis();
    epochs = new Epochs(epochs.starts(), epochs.first(), entry.offset());
  }

  private long acceptMillis() {
    return Math.max(clock.millis(), newestMillis);
  }

  private void trim(long now) {
    long first = epochs.first();
    while (first <= epochs.head() && goes(first, now)) {
      bytes -= segments.get(first++).payload().size();
    }
    oldestMillis = first > epochs.head() ? Long.MAX_VALUE : segments.get(first).timeMillis();
    epochs = new Epochs(epochs.starts(), first, epochs.head());
    segments.trim(first);
  }

  /** Whether the oldest entry goes: one that is alone is never too many nor too large. */
  private boolean goes(long first, long now) {
    boolean alone = first == epochs.head();
    return segments.get(first).timeMillis() < now - maxAgeMillis
        || (!alone && epochs.head() - first >= retention.maxMessages())
        || (!alone && bytes > retention.maxBytes());
  }

  /** Lets go of what is over its age. */
  void expire() {
    synchronized (lock) {
      expireLocked();
    }
  }

  private void expireLocked() {
    long now = clock.millis();
    if (oldestMillis < now - maxAgeMillis) {
      trim(now);
      shared.clear();
    }
  }

  @Override
  public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
    synchronized (lock) {
      expireLocked();
      Read read = new Read(after, maxEntries, maxBytes);
      Batch batch = shared.get(read);
      if (batch == null) {
        batch = batchAfter(after, maxEntries, maxBytes);
        share(read, batch);
      }
      return CompletableFuture.completedFuture(batch);
    }
  }

  private void share(Read read, Batch batch) {
    if (shared.size() >= MAX_SHARED) {
      Iterator<Read> oldest = shared.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    shared.put(read, batch);
  }

  private Batch batchAfter(Position after, int maxEntries, int maxBytes) {
    Optional<Gap> gap = epochs.lossAfter(after);
    Position previous = gap.map(Gap::resume).orElse(after);
    if (previous.offset() == epochs.head()) {
      return new Batch(channel, previous, previous, epochs.headPosition(), gap, List.of());
    }
    List<Entry> some = List.copyOf(segments.read(previous.offset() + 1, maxEntries, maxBytes));
    Position last = some.get(some.size() - 1).position();
    return new Batch(channel, previous, last, epochs.headPosition(), gap, some)
        .withJson(segments.slices(some.get(0).offset(), last.offset()));
  }

  @Override
  public CompletionStage<Position> resolve(Start start) {
    synchronized (lock) {
      expireLocked();
      Position position;
      if (start instanceof Start.After given) {
        position = given.position();
      } else if (start instanceof Start.Earliest) {
        position = epochs.before(epochs.first());
      } else if (start instanceof Start.Last some) {
        position = epochs.before(Math.max(epochs.first(), epochs.head() + 1 - some.count()));
      } else {
        position = epochs.headPosition();
      }
      return CompletableFuture.completedFuture(position);
    }
  }

  @Override
  public CompletionStage<Bounds> bounds() {
    synchronized (lock) {
      expireLocked();
      return CompletableFuture.completedFuture(
          new Bounds(epochs.before(epochs.first()), epochs.headPosition()));
    }
  }

  @Override
  public CompletionStage<Long> nextSequence(String owner, String producer) {
    synchronized (lock) {
      return CompletableFuture.completedFuture(
          producers.nextSequence(new Producer(owner, producer), acceptMillis()));
    }
  }

  @Override
  public Runnable onGrowth(Position after, Runnable task) {
    Wake wake = new Wake(task, new Object());
    synchronized (lock) {
      expireLocked();
      if (epochs.lossAfter(after).isEmpty() && after.offset() == epochs.head()) {
        wakes.add(wake);
        return () -> cancel(wake);
      }
    }
    run(task);
    return () -> {};
  }

  private void cancel(Wake wake) {
    synchronized (lock) {
      wakes.remove(wake);
    }
  }

  /** Whether the channel ever had an entry. */
  boolean hasEntries() {
    synchronized (lock) {
      return epochs.head() > 0;
    }
  }

  /** Keeps an empty log from being forgotten until {@link #release}; false if it is already. */
  boolean hold() {
    synchronized (lock) {
      if (!forgotten) {
        holders++;
      }
      return !forgotten;
    }
  }

  /** Takes one hold back. */
  void release() {
    synchronized (lock) {
      holders--;
    }
  }

  /** Ends a log that is empty and that nobody holds or waits for; false if it goes on. */
  boolean retire() {
    synchronized (lock) {
      forgotten |= holders == 0 && wakes.isEmpty() && epochs.head() == 0;
      return forgotten;
    }
  }

  /** How many wake-ups are registered. */
  int waiting() {
    synchronized (lock) {
      return wakes.size();
    }
  }
}
