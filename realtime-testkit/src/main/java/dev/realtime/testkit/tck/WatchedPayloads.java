package dev.realtime.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;

/** The payloads of a log, to see which of them are still held somewhere. Confined to one thread. */
final class WatchedPayloads {
  /** The bytes of a message, so that few make a batch. */
  static final int SIZE = 60_000;

  /** The most entries of this size that a batch holds. */
  private static final int BATCH = (1 << 18) / SIZE + 1;

  private static final int COLLECTIONS = 20;

  private final ChannelLog log;
  private final ReferenceQueue<Payload> freed = new ReferenceQueue<>();
  private final Map<Long, WeakReference<Payload>> byOffset = new LinkedHashMap<>();
  private Position seen = Position.ORIGIN;

  WatchedPayloads(ChannelLog log) {
    this.log = log;
  }

  /** Watches what was appended since. */
  void watchNew() {
    Batch batch = TransportEntries.join(log.read(seen, Integer.MAX_VALUE, Integer.MAX_VALUE));
    for (Entry entry : batch.entries()) {
      byOffset.put(entry.offset(), new WeakReference<>(entry.payload(), freed));
    }
    seen = batch.last();
  }

  /** How many entries retention removed. */
  long trimmed() {
    return TransportEntries.join(log.bounds()).earliest().offset();
  }

  /** Waits until no more than a batch of what retention removed is held; fails if that stays. */
  void awaitFreed() throws InterruptedException {
    long trimmed = trimmed();
    long held = held(trimmed);
    for (int i = 0; i < COLLECTIONS && held > BATCH; i++) {
      System.gc();
      freed.remove(100);
      held = held(trimmed);
    }
    String found =
        "%d of %d payloads that retention removed are held for a blocked subscriber, a batch has %d"
            .formatted(held, trimmed, BATCH);
    assertTrue(held <= BATCH, found);
  }

  private long held(long trimmed) {
    return byOffset.entrySet().stream()
        .filter(entry -> entry.getKey() <= trimmed && entry.getValue().get() != null)
        .count();
  }
}
