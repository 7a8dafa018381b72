package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.core.loop.OrderGate.Verdict;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderGateTest {
  @ParameterizedTest
  @CsvSource({
    "e:3, e:5, e:5, e:6 e:7, e:6 e:7",
    "e:3, e:7, e:5, e:6 e:7, REOPEN",
  })
  void aBatchThatDoesNotFollowCausesAReopen(
      String start, String middle, String previous, String entries, String expected) {
    OrderGate gate = new OrderGate(Position.parse(start));
    if (expected.equals("REOPEN")) {
      assertThat(gate.judge(batch(previous, Optional.empty(), entries)))
          .isEqualTo(new Verdict.Reopen());
    } else {
      deliver(gate, batch(start, Optional.empty(), "e:4 e:5"));
      assertThat(gate.position()).isEqualTo(Position.parse(middle));
      assertThat(deliver(gate, batch(previous, Optional.empty(), entries)))
          .isEqualTo(positions(expected));
    }
  }

  @Test
  void required_4_8_repeatsAreDropped() {
    OrderGate gate = new OrderGate(Position.parse("e:3"));
    Batch batch = batch("e:3", Optional.empty(), "e:4 e:5");

    assertThat(deliver(gate, batch)).hasSize(2);
    assertThat(deliver(gate, batch)).isEmpty();
    assertThat(deliver(gate, batch("e:3", Optional.empty(), "e:4 e:5 e:6")))
        .isEqualTo(positions("e:6"));
  }

  @Test
  void aBatchOfAnEpochAlreadyLeftIsDropped() {
    OrderGate gate = new OrderGate(Position.parse("e:3"));
    deliver(gate, batch("e:3", Optional.empty(), "f:4"));

    assertThat(gate.judge(batch("e:2", Optional.empty(), "e:3"))).isEqualTo(new Verdict.Drop());
  }

  @Test
  void required_4_23_aReplayPassesWhole() {
    OrderGate gate = new OrderGate(Position.parse("e:9"));
    Batch batch = batch("e:3", Optional.empty(), "e:4 e:5").asReplay();

    assertThat(gate.judge(batch)).isEqualTo(new Verdict.Replay(batch.entries()));
    assertThat(gate.position()).isEqualTo(Position.parse("e:9"));
  }

  @Test
  void aGapIsAnnouncedOnce() {
    Gap gap = new Gap(Position.parse("e:3"), 4, 8, Gap.Reason.TRIMMED, Position.parse("e:8"));
    OrderGate gate = new OrderGate(Position.parse("e:3"));
    Batch batch = batch("e:8", Optional.of(gap), "e:9");

    assertThat(((Verdict.Deliver) gate.judge(batch)).gap()).contains(gap);
    assertThat(deliver(gate, batch)).isEqualTo(positions("e:9"));
    assertThat(((Verdict.Deliver) gate.judge(batch)).gap()).isEmpty();
  }

  @Test
  void afterAResetTheMarksDropWhatWasHandled() {
    OrderGate gate = new OrderGate(Position.parse("e:0"));
    deliver(gate, batch("e:0", Optional.empty(), "e:1 e:2"));
    Gap gap = Gap.reset(Position.parse("e:2"), Position.ORIGIN);

    assertThat(deliver(gate, batch("0:0", Optional.of(gap), "e:1 e:2 e:3")))
        .isEqualTo(positions("e:3"));
  }

  /** One log that is trimmed, read through an exchange that repeats, loses and cuts batches. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void required_4_6_noHoleNoRepeatAndEveryGapExact(long seed) {
    Random random = new Random(seed);
    OrderGate gate = new OrderGate(Position.ORIGIN);
    List<Long> accounted = new ArrayList<>();
    long head = 0;
    long first = 1;
    List<Batch> wire = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      head += random.nextInt(4);
      first = random.nextInt(20) == 0 ? Math.max(first, head - random.nextInt(6)) : first;
      Batch next = read(last(wire, gate), first, head, 1 + random.nextInt(5));
      wire.add(next);
      if (random.nextInt(5) == 0) {
        continue;
      }
      Batch arrived = random.nextInt(4) == 0 ? wire.get(random.nextInt(wire.size())) : next;
      if (gate.judge(arrived) instanceof Verdict.Reopen) {
        wire.clear();
      } else {
        account(gate, arrived, accounted);
      }
    }
    assertThat(accounted)
        .as("seed %d", seed)
        .isEqualTo(LongStream.rangeClosed(1, gate.position().offset()).boxed().toList());
    assertThat(accounted).as("seed %d", seed).hasSizeGreaterThan(1_000);
  }

  @Test
  void theDelayGrowsToTheCapAndStartsAgainAfterACalmTime() {
    Backoff backoff = new Backoff(BackoffPolicy.defaults(), new Random(1));
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 200; i++) {
      Duration delay = backoff.afterLoss(i, Optional.empty());
      assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(30));
      longest = delay.compareTo(longest) > 0 ? delay : longest;
    }
    assertThat(longest).isGreaterThan(Duration.ofSeconds(20));
    assertThat(backoff.afterLoss(Duration.ofSeconds(31).toNanos(), Optional.empty()))
        .isLessThanOrEqualTo(Duration.ofMillis(500));
    assertThat(backoff.afterLoss(0, Optional.of(Duration.ofSeconds(50))))
        .isEqualTo(Duration.ofSeconds(50));
  }

  private static Position last(List<Batch> wire, OrderGate gate) {
    return wire.isEmpty() ? gate.position() : wire.get(wire.size() - 1).last();
  }

  private static Batch read(Position after, long first, long head, int max) {
    Optional<Gap> gap = Optional.empty();
    Position previous = after;
    if (after.offset() + 1 < first) {
      previous = new Position("e", first - 1);
      gap =
          Optional.of(new Gap(after, after.offset() + 1, first - 1, Gap.Reason.TRIMMED, previous));
    }
    List<Entry> entries =
        LongStream.rangeClosed(previous.offset() + 1, Math.min(head, previous.offset() + max))
            .mapToObj(o -> entry(new Position("e", o)))
            .toList();
    Position last = entries.isEmpty() ? previous : entries.get(entries.size() - 1).position();
    return new Batch("c", previous, last, last, gap, entries);
  }

  private static void account(OrderGate gate, Batch batch, List<Long> accounted) {
    if (gate.judge(batch) instanceof Verdict.Deliver deliver) {
      deliver
          .gap()
          .ifPresent(g -> LongStream.rangeClosed(g.from(), g.to()).forEach(accounted::add));
      deliver.gap().ifPresent(gate::announced);
      deliver.entries().forEach(e -> accounted.add(e.offset()));
      deliver.entries().forEach(gate::handled);
      gate.passed(batch);
    }
  }

  private static List<Position> deliver(OrderGate gate, Batch batch) {
    Verdict.Deliver deliver = (Verdict.Deliver) gate.judge(batch);
    deliver.gap().ifPresent(gate::announced);
    deliver.entries().forEach(gate::handled);
    gate.passed(batch);
    return deliver.entries().stream().map(Entry::position).toList();
  }

  private static Batch batch(String previous, Optional<Gap> gap, String entries) {
    List<Entry> list = positions(entries).stream().map(OrderGateTest::entry).toList();
    Position last = list.get(list.size() - 1).position();
    return new Batch("c", Position.parse(previous), last, last, gap, list);
  }

  private static List<Position> positions(String text) {
    return java.util.Arrays.stream(text.split(" ")).map(Position::parse).toList();
  }

  private static Entry entry(Position at) {
    return new Entry(at, 0, Optional.empty(), "", "", Map.of(), Payload.json("1"));
  }
}
