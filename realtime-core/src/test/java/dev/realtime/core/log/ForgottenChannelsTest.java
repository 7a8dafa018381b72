package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.loop.DeliveryLoop;
import dev.realtime.core.loop.DeliveryMode;
import dev.realtime.spi.Append;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.Outlet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What stays of channels that were read and have no entry. */
class ForgottenChannelsTest {
  private static final int NAMES = 100_000;
  private static final int IDLE = 1_025;
  private static final Append ONE =
      Append.anonymous(List.of(new NewEntry(Payload.json("1"), PublishOptions.defaults())));

  private final MemoryLogEngine engine =
      new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1));
  private final DeliveryGroups groups = DeliveryGroups.of(engine, Runnable::run);

  /** Counts what it gets. */
  private static final class Counting implements Outlet {
    private int entries;

    @Override
    public CompletionStage<Void> write(Batch batch) {
      entries += batch.entries().size();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void end(End why) {}
  }

  private DeliveryLoop read(String channel, Outlet outlet, DeliveryMode mode) {
    DeliveryLoop loop = new DeliveryLoop(groups.group(channel), Position.ORIGIN, outlet, mode);
    loop.run();
    return loop;
  }

  @Test
  void readersThatWentLeaveNothing() {
    int most = 0;
    for (int i = 0; i < NAMES; i++) {
      read("c" + i, new Counting(), DeliveryMode.CONTINUOUS).end(new Outlet.End.Gone());
      most = Math.max(most, Math.max(groups.size(), engine.stored()));
    }

    assertThat(most).as("groups or logs kept of %s names", NAMES).isLessThanOrEqualTo(IDLE);
  }

  @Test
  void shortPollsLeaveNoLogAtAll() {
    for (int i = 0; i < NAMES; i++) {
      read("c" + i, new Counting(), DeliveryMode.ONCE);
    }

    assertThat(engine.stored()).as("logs stored").isZero();
    assertThat(groups.size()).isLessThanOrEqualTo(IDLE);
  }

  @Test
  void aReaderThatWaitsIsNeverForgotten() {
    List<Counting> waiting = new ArrayList<>();
    for (int i = 0; i < 3 * IDLE; i++) {
      waiting.add(new Counting());
      read("waits" + i, waiting.get(i), DeliveryMode.CONTINUOUS);
      read("went" + i, new Counting(), DeliveryMode.CONTINUOUS).end(new Outlet.End.Gone());
    }

    for (int i = 0; i < waiting.size(); i++) {
      engine.open("waits" + i).append(ONE);
    }

    assertThat(waiting).allSatisfy(outlet -> assertThat(outlet.entries).isOne());
    assertThat(engine.channels()).isEqualTo(waiting.size());
  }

  @Test
  void aGroupThatWasForgottenWhileSomebodyHeldItStillWakes() {
    var held = groups.group("held");
    for (int i = 0; i < 2 * IDLE; i++) {
      groups.group("c" + i);
    }
    Counting outlet = new Counting();
    new DeliveryLoop(held, Position.ORIGIN, outlet, DeliveryMode.CONTINUOUS).run();

    engine.open("held").append(ONE);

    assertThat(held).isNotSameAs(groups.group("held"));
    assertThat(outlet.entries).isOne();
  }

  @Test
  void anAppendUnderWayKeepsTheLogThatTheLastReaderLeaves() {
    AtomicReference<Runnable> underWay = new AtomicReference<>(() -> {});
    Clock clock =
        new InstantClock(
            () -> {
              underWay.getAndSet(() -> {}).run();
              return Instant.EPOCH;
            });
    MemoryLogEngine watched = new MemoryLogEngine(Retention.defaults(), clock, new Random(1));
    ChannelLog log = watched.open("c");
    underWay.set(log.onGrowth(Position.ORIGIN, () -> {}));

    log.append(ONE);

    assertThat(watched.channels()).as("channels with an entry").isOne();
  }

  /** A clock that asks somebody. */
  private static final class InstantClock extends Clock {
    private final Supplier<Instant> source;

    InstantClock(Supplier<Instant> source) {
      this.source = source;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return source.get();
    }
  }

  @Test
  void anAppendThatRacesWithTheLastReaderIsNotLost() throws Exception {
    int rounds = 20_000;
    ExecutorService threads = Executors.newFixedThreadPool(3);
    CyclicBarrier barrier = new CyclicBarrier(3);
    AtomicInteger woken = new AtomicInteger();
    AtomicInteger readable = new AtomicInteger();
    try {
      Future<?> leaves =
          threads.submit(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  ChannelLog log = engine.open("c" + i);
                  Runnable cancel = log.onGrowth(Position.ORIGIN, () -> {});
                  barrier.await();
                  cancel.run();
                }
                return null;
              });
      Future<?> waits =
          threads.submit(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  ChannelLog log = engine.open("c" + i);
                  barrier.await();
                  log.onGrowth(Position.ORIGIN, woken::incrementAndGet);
                }
                return null;
              });
      Future<?> appends =
          threads.submit(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  ChannelLog log = engine.open("c" + i);
                  barrier.await();
                  log.append(ONE);
                  Batch batch =
                      engine.open("c" + i).read(Position.ORIGIN, 1, 1).toCompletableFuture().join();
                  readable.addAndGet(batch.entries().size());
                }
                return null;
              });
      for (Future<?> part : List.of(leaves, waits, appends)) {
        part.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(readable).as("appends that can be read").hasValue(rounds);
    assertThat(woken).as("wake-ups").hasValue(rounds);
  }
}
