package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.BlockingLog.numbers;
import static dev.realtime.testkit.tck.BlockingLog.offsets;
import static dev.realtime.testkit.tck.BlockingLog.placed;
import static dev.realtime.testkit.tck.BlockingLog.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import dev.realtime.testkit.tck.BlockingLog.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What an append does to the order and the readers of a log (SPEC 1.1, 1.3, 3.1, 3.2, 3.17). */
public interface ChannelLogContractAppend extends LogSubject {
  /** An append completes when its entry can be read. */
  @Test
  @Verifies("1.1")
  default void required_1_1_anAppendCompletesWhenItsEntryIsReadable() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      Position at = Position.ORIGIN;
      for (int n = 1; n <= 20; n++) {
        Position after = at;

        Batch batch =
            Waits.join(
                log.log()
                    .append(BlockingLog.of("p", n, "" + n))
                    .thenCompose(stored -> log.log().read(after, 10, 1_000)),
                "a read in the completion of an append");

        assertEquals(
            List.of("" + n), texts(batch.entries()), "read when the append of " + n + " completed");
        at = batch.last();
      }
    }
  }

  /** Every reader sees the order of the log, whoever appends. */
  @Test
  @Verifies("1.3")
  default void required_1_3_everyReaderSeesTheSameOrder() {
    long seed = Seed.of("required_1_3");
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      List<CompletableFuture<Void>> writers = writers(log, seed, 4, 500);
      List<Entry> first = follow(log, writers, new Random(seed + 10));

      List<Entry> second = log.readAll(Position.ORIGIN, 7);

      assertEquals(first, second, "a reader of all against one of the race, seed " + seed);
      for (int producer = 0; producer < 4; producer++) {
        String id = "p" + producer;
        assertEquals(
            LongStream.rangeClosed(1, 500).boxed().toList(),
            second.stream()
                .map(entry -> entry.id().orElseThrow())
                .filter(own -> own.producer().equals(id))
                .map(own -> own.sequence())
                .toList(),
            "the sequences of " + id + " in the order of the log, seed " + seed);
      }
    }
  }

  /** Offsets count from 1 without a hole, whoever appends and how many at once. */
  @Test
  @Verifies("3.1")
  default void required_3_1_offsetsAreContiguousFromOne() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());

      log.store("p", 1, "1", "2");
      log.store("q", 1, "3");
      log.append("q", 7, "refused");
      log.store("p", 1, "1", "2", "4");

      assertEquals(
          List.of(1L, 2L, 3L, 4L), offsets(log.retained()), "the offsets of four messages");
    }
  }

  /** While producers append, a reader never finds an entry before those below it. */
  @Test
  @Verifies("3.2")
  default void required_3_2_readersSeeNoHoleWhileFourProducersAppend() {
    long seed = Seed.of("required_3_2");
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      List<CompletableFuture<Void>> writers = writers(log, seed, 4, 1_000);

      List<Entry> read = follow(log, writers, new Random(seed));

      assertEquals(
          LongStream.rangeClosed(1, 4_000).boxed().toList(),
          offsets(read),
          "the offsets that a reader saw, seed " + seed);
    }
  }

  /** A batch that is refused for one of its messages stores none of them. */
  @Test
  @Verifies("3.14")
  default void required_3_14_anAppendIsStoredAsAWholeOrNotAtAll() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "1", "2");

      AppendResult refused = log.append("p", 2, "other", "3");

      assertEquals(new AppendResult.MessageIdReused(2), refused, "the answer to the whole batch");
      assertEquals(List.of("1", "2"), texts(log.retained()), "what the log holds after a refusal");
      assertEquals(3, log.nextSequence("p"), "the next sequence after a refusal");
    }
  }

  /** A batch of which one message cannot be stored leaves nothing behind. */
  @Test
  @Verifies("3.14")
  default void required_3_14_aMessageThatCannotBeStoredTakesItsBatchWithIt() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      log.store("p", 1, "1");
      Payload odd = Payload.wrap(new byte[0], 0, 0, "text/\ud800");
      Append batch =
          Append.of(
              "",
              new MessageId("p", 2),
              List.of(
                  new NewEntry(Payload.of("2", "text/plain"), PublishOptions.defaults()),
                  new NewEntry(odd, PublishOptions.defaults())));

      if (fails(log, batch)) {
        assertEquals(List.of("1"), texts(log.retained()), "what the log holds after the failure");
        assertEquals(2, log.nextSequence("p"), "the next sequence after the failure");
      } else {
        assertEquals(3, log.retained().size(), "what the log holds after it took the batch");
      }
    }
  }

  private static boolean fails(BlockingLog log, Append batch) {
    try {
      Waits.join(log.log().append(batch), "the append of what cannot be stored");
      return false;
    } catch (RuntimeException e) {
      return true;
    }
  }

  /** Who is woken by an append finds its entry and its identity. */
  @Test
  @Verifies("3.14")
  default void required_3_14_theWakeUpFindsTheEntryAndItsIdentity() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      CompletableFuture<List<Placed>> repeated = new CompletableFuture<>();
      log.log()
          .onGrowth(
              Position.ORIGIN,
              () ->
                  log.log()
                      .append(BlockingLog.of("p", 1, "1"))
                      .thenAccept(again -> repeated.complete(placed(again))));

      List<Placed> stored = log.store("p", 1, "1");

      Placed again = Waits.join(repeated, "the repeat in the wake-up").get(0);
      assertEquals(
          new Placed(1, stored.get(0).position(), true), again, "the repeat in the wake-up");
      assertEquals(List.of("1"), texts(log.retained()), "what the log holds after the repeat");
    }
  }

  /** A wake-up that throws takes nothing back. */
  @Test
  @Verifies("3.14")
  default void required_3_14_aWakeUpThatThrowsTakesNothingBack() {
    try (LogFixture fixture = open()) {
      BlockingLog log = BlockingLog.of(fixture.engine());
      CountDownLatch second = new CountDownLatch(1);
      log.log()
          .onGrowth(
              Position.ORIGIN,
              () -> {
                throw new IllegalStateException("on purpose");
              });
      log.log().onGrowth(Position.ORIGIN, second::countDown);

      List<Placed> stored = log.store("p", 1, "1");

      Waits.await(second, "the wake-up after one that throws");
      assertEquals(
          List.of(new Placed(1, stored.get(0).position(), true)),
          log.store("p", 1, "1"),
          "the repeat after a wake-up that threw");
    }
  }

  /** A channel that is full, or whose wake-up hangs, is of no matter to another. */
  @Test
  @Verifies("3.17")
  default void required_3_17_channelsAreIndependent() {
    try (LogFixture fixture = open()) {
      BlockingLog slow = BlockingLog.of(fixture.engine(), "tck/slow");
      BlockingLog other = BlockingLog.of(fixture.engine(), "tck/other");
      CountDownLatch hanging = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      slow.log()
          .onGrowth(
              Position.ORIGIN,
              () -> {
                hanging.countDown();
                Waits.hold(release);
              });
      CompletableFuture<Void> stalled = Waits.start("slow", () -> slow.store("p", 1, "1"));
      Waits.await(hanging, "the wake-up of the slow channel");

      CompletableFuture<Void> free =
          Waits.start("other", () -> other.store("p", 1, numbers(1, 100)));

      try {
        Waits.join(free, "an append while the wake-up of another channel hangs");
      } finally {
        release.countDown();
      }
      Waits.join(stalled, "the append to the slow channel");
      assertEquals(
          LongStream.rangeClosed(1, 100).boxed().toList(),
          offsets(other.retained()),
          "the offsets of the other channel");
      assertEquals(List.of(1L), offsets(slow.retained()), "the offsets of the slow channel");
    }
  }

  private static List<CompletableFuture<Void>> writers(
      BlockingLog log, long seed, int producers, int messages) {
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int producer = 0; producer < producers; producer++) {
      String id = "p" + producer;
      Random random = new Random(seed + producer);
      writers.add(
          Waits.start(
              id,
              () -> {
                int next = 1;
                while (next <= messages) {
                  int last = Math.min(next + random.nextInt(5), messages);
                  log.store(id, next, numbers(next, last));
                  next = last + 1;
                }
              }));
    }
    return writers;
  }

  /** Reads in random steps until the writers are done and nothing follows. */
  private static List<Entry> follow(
      BlockingLog log, List<CompletableFuture<Void>> writers, Random random) {
    CompletableFuture<Void> written =
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
    List<Entry> all = new ArrayList<>();
    Position at = Position.ORIGIN;
    boolean over = false;
    while (!over) {
      boolean before = written.isDone();
      Batch batch = log.read(at, 1 + random.nextInt(50), 1 << 20);
      all.addAll(batch.entries());
      at = batch.last();
      over = before && batch.isEmpty();
      Thread.onSpinWait();
    }
    Waits.join(written, "the writers");
    return all;
  }
}
