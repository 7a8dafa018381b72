package dev.realtime.testkit.tck;

import dev.realtime.Position;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.wire.EncodedBatch;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the small servers have in common that contracts are held against. Thread-safe. */
final class FakeServer implements AutoCloseable {
  static final int HEARTBEAT_MILLIS = 100;

  final FaultyLogEngine engine =
      new FaultyLogEngine(
          new MemoryLogEngine(
              Retention.defaults().withMaxBytes(64 << 20), Clock.systemUTC(), new Random(1)));
  final ExecutorService threads = Executors.newCachedThreadPool();
  final AtomicInteger open = new AtomicInteger();
  private final CountDownLatch draining = new CountDownLatch(1);

  boolean isDraining() {
    return draining.getCount() == 0;
  }

  void drain() {
    draining.countDown();
  }

  /** A batch as the server sends it. */
  static String json(Batch batch) {
    return StandardCharsets.UTF_8.decode(EncodedBatch.of(batch).json()).toString();
  }

  /** Waits until an entry follows, at the longest for a heartbeat. */
  void awaitGrowth(ChannelLog log, Position after) throws InterruptedException {
    CountDownLatch grown = new CountDownLatch(1);
    Runnable cancel = log.onGrowth(after, grown::countDown);
    grown.await(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    cancel.run();
  }

  @Override
  public void close() {
    drain();
    threads.shutdownNow();
    engine.close();
  }
}
