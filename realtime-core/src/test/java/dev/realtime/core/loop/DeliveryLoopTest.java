package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.Start;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.Outlet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DeliveryLoopTest {
  private final ChannelLog log =
      new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1)).open("a/b");
  private final DeliveryGroup group = new DeliveryGroup(log, 100, 1 << 18, Runnable::run);
  private final RecordingOutlet outlet = new RecordingOutlet();
  private final List<Runnable> tasks = new ArrayList<>();
  private long sequence;

  @Test
  void required_4_12_onceAnswersAtOnceWithOneBatchMaybeEmpty() {
    loop(DeliveryMode.ONCE).run();

    assertThat(outlet.seen).containsExactly("0 entries", "Done[]");
  }

  @Test
  void required_4_12_onceSeesWhatWasAcceptedBefore() {
    append(2);
    loop(DeliveryMode.ONCE).run();
    append(1);
    loop(DeliveryMode.ONCE).run();

    assertThat(outlet.seen).containsExactly("2 entries", "Done[]", "3 entries", "Done[]");
  }

  @Test
  void afterARoundNobodySharesWhatItRead() {
    loop(DeliveryMode.CONTINUOUS).run();
    append(1);
    append(1);

    loop(DeliveryMode.ONCE).run();

    assertThat(outlet.seen).endsWith("2 entries", "Done[]");
  }

  @Test
  void aFullBatchIsSharedAsLongAsTheLogHasIt() {
    ChannelLog small =
        new MemoryLogEngine(
                new Retention(150, Long.MAX_VALUE, Duration.ofDays(1)),
                Clock.systemUTC(),
                new Random(1))
            .open("a/b");
    DeliveryGroup readers = new DeliveryGroup(small, 100, 1 << 18, Runnable::run);
    List<Batch> batches = new ArrayList<>();
    Outlet keeping = new KeepingOutlet(batches, () -> {});

    small.append(entries(150));
    new DeliveryLoop(readers, Position.ORIGIN, keeping, DeliveryMode.ONCE).run();
    new DeliveryLoop(readers, Position.ORIGIN, keeping, DeliveryMode.ONCE).run();
    small.append(entries(1));
    new DeliveryLoop(readers, Position.ORIGIN, keeping, DeliveryMode.ONCE).run();

    assertThat(batches.get(1)).isSameAs(batches.get(0));
    assertThat(batches.get(0).gap()).isEmpty();
    assertThat(batches.get(2).gap()).isPresent();
  }

  @Test
  void required_4_13_waitOnceAnswersWhenAnEntryFollows() {
    loop(DeliveryMode.WAIT_ONCE).run();
    assertThat(outlet.seen).isEmpty();

    append(2);
    append(1);

    assertThat(outlet.seen).containsExactly("2 entries", "Done[]");
  }

  @Test
  void required_4_13_waitOnceAnswersWithNothingWhenTheWaitIsOver() {
    DeliveryLoop loop = loop(DeliveryMode.WAIT_ONCE);
    loop.run();

    loop.answer();

    assertThat(outlet.seen).containsExactly("0 entries", "Done[]");
  }

  @Test
  void thePositionMovesWhenTheWriteCompletes() {
    outlet.holds = true;
    DeliveryLoop loop = loop(DeliveryMode.CONTINUOUS);
    loop.run();
    append(1);
    append(2);
    assertThat(loop.position()).isEqualTo(Position.ORIGIN);

    outlet.release();

    assertThat(loop.position().offset()).isEqualTo(1);
  }

  @Test
  void heartbeatsLeaveOnePlaceAmongTheLoopsThatWait() {
    DeliveryLoop loop = loop(DeliveryMode.CONTINUOUS);
    loop.run();

    loop.answer();
    loop.answer();
    loop.answer();

    assertThat(outlet.seen).containsExactly("0 entries", "0 entries", "0 entries");
    assertThat(group.waiting()).isEqualTo(1);
  }

  @Test
  void whatIsAppendedWhileABatchThatReachesTheHeadIsWrittenFollows() {
    List<Batch> batches = new ArrayList<>();
    DeliveryGroup queued = new DeliveryGroup(log, 100, 1 << 18, tasks::add);
    Runnable appendTwice =
        () -> {
          if (batches.size() < 3) {
            append(1);
          }
        };
    Outlet appending = new KeepingOutlet(batches, appendTwice);
    new DeliveryLoop(queued, Position.ORIGIN, appending, DeliveryMode.CONTINUOUS).run();

    append(1);
    while (!tasks.isEmpty()) {
      tasks.remove(0).run();
    }

    assertThat(batches).extracting(batch -> batch.last().offset()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anEndWaitsForTheWriteUnderWay() {
    outlet.holds = true;
    DeliveryLoop loop = loop(DeliveryMode.CONTINUOUS);
    append(1);
    loop.run();

    loop.end(new Outlet.End.Told(ErrorCode.SHUTTING_DOWN, 5));
    assertThat(outlet.seen).containsExactly("1 entries");
    outlet.release();
    append(1);

    assertThat(outlet.seen)
        .containsExactly("1 entries", "Told[code=SHUTTING_DOWN, retryAfterMillis=5]");
  }

  @Test
  void aHeartbeatIsAnEmptyBatchBetweenTheOthers() {
    outlet.holds = true;
    DeliveryLoop loop = loop(DeliveryMode.CONTINUOUS);
    append(1);
    loop.run();

    loop.answer();
    assertThat(outlet.seen).containsExactly("1 entries");
    outlet.release();
    loop.answer();
    outlet.release();
    append(1);

    assertThat(outlet.seen).containsExactly("1 entries", "0 entries", "1 entries");
  }

  @Test
  void loopsAtOnePositionShareABatch() {
    List<Batch> batches = new ArrayList<>();
    DeliveryGroup queued = new DeliveryGroup(log, 100, 1 << 18, tasks::add);
    for (int i = 0; i < 3; i++) {
      Outlet keeps = new KeepingOutlet(batches, () -> append(1));
      new DeliveryLoop(queued, Position.ORIGIN, keeps, DeliveryMode.WAIT_ONCE).run();
    }

    append(1);
    tasks.remove(0).run();

    assertThat(batches).hasSize(3);
    assertThat(batches.get(1)).isSameAs(batches.get(0));
    assertThat(batches.get(2)).isSameAs(batches.get(0));
    assertThat(queued.waiting()).isZero();
  }

  @Test
  void aLoopThatEndsWaitsNoMore() {
    DeliveryLoop first = loop(DeliveryMode.CONTINUOUS);
    DeliveryLoop second = loop(DeliveryMode.CONTINUOUS);
    first.run();
    second.run();

    first.end(new Outlet.End.Gone());
    append(1);

    assertThat(outlet.seen).containsExactly("Gone[]", "1 entries");
    assertThat(group.waiting()).isEqualTo(1);
  }

  @Test
  void twoNamesOfTheHeadWaitTogether() {
    DeliveryGroup quiet = new DeliveryGroup(new QuietLog(), 100, 1 << 18, tasks::add);

    for (String epoch : List.of("a", "b")) {
      Position head = new Position(epoch, 5);
      new DeliveryLoop(quiet, head, outlet, DeliveryMode.CONTINUOUS).run();
    }

    assertThat(quiet.waiting()).isEqualTo(2);
    assertThat(tasks).isEmpty();
  }

  @Test
  void aFailedWriteEndsTheLoop() {
    outlet.holds = true;
    append(1);
    loop(DeliveryMode.CONTINUOUS).run();

    outlet.write.completeExceptionally(new IllegalStateException("cut"));
    append(1);

    assertThat(outlet.seen).containsExactly("1 entries", "Gone[]");
  }

  @Test
  void aLongCatchUpDoesNotDeepenTheStack() {
    for (int i = 0; i < 50; i++) {
      append(100);
    }

    DeliveryLoop loop =
        new DeliveryLoop(
            new DeliveryGroup(log, 1, 1, Runnable::run),
            Position.ORIGIN,
            outlet,
            DeliveryMode.CONTINUOUS);
    loop.run();

    assertThat(outlet.seen).hasSize(5_000);
    assertThat(loop.position().offset()).isEqualTo(5_000);
  }

  private DeliveryLoop loop(DeliveryMode mode) {
    return new DeliveryLoop(group, Position.ORIGIN, outlet, mode);
  }

  private void append(int count) {
    NewEntry entry = new NewEntry(Payload.json("1"), PublishOptions.defaults());
    List<NewEntry> entries = Collections.nCopies(count, entry);
    log.append(Append.of("", new MessageId("p", sequence + 1), entries));
    sequence += count;
  }

  private static Append entries(int count) {
    NewEntry entry = new NewEntry(Payload.json("1"), PublishOptions.defaults());
    return Append.anonymous(Collections.nCopies(count, entry));
  }

  /** A log to which nothing is appended; every position asked for is its head. */
  private static final class QuietLog implements ChannelLog {
    @Override
    public String channel() {
      return "a/b";
    }

    @Override
    public CompletionStage<AppendResult> append(Append append) {
      return CompletableFuture.failedFuture(new IllegalStateException());
    }

    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return CompletableFuture.completedFuture(Batch.empty("a/b", after, after));
    }

    @Override
    public CompletionStage<Position> resolve(Start start) {
      return CompletableFuture.completedFuture(Position.ORIGIN);
    }

    @Override
    public CompletionStage<Bounds> bounds() {
      return CompletableFuture.completedFuture(Bounds.ORIGIN);
    }

    @Override
    public CompletionStage<Long> nextSequence(String owner, String producer) {
      return CompletableFuture.completedFuture(1L);
    }

    @Override
    public Runnable onGrowth(Position after, Runnable wake) {
      return () -> {};
    }
  }

  /** Keeps the batches and does something at each. */
  private record KeepingOutlet(List<Batch> batches, Runnable then) implements Outlet {
    @Override
    public CompletionStage<Void> write(Batch batch) {
      batches.add(batch);
      then.run();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void end(End end) {}
  }

  private static final class RecordingOutlet implements Outlet {
    final List<String> seen = new ArrayList<>();
    CompletableFuture<Void> write = new CompletableFuture<>();
    boolean holds;

    @Override
    public CompletionStage<Void> write(Batch batch) {
      seen.add(batch.entries().size() + " entries");
      write = holds ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
      return write;
    }

    void release() {
      write.complete(null);
    }

    @Override
    public void end(End why) {
      seen.add(why.toString());
    }
  }
}
