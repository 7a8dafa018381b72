package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.Append;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.Outlet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A round of very many loops lets others in, and still makes one batch. */
class DeliveryRoundTest {
  private static final int LOOPS = 2 * DeliveryGroup.LOOPS_AT_ONCE + 1;

  private final ChannelLog log =
      new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1)).open("a/b");
  private final List<Runnable> tasks = new ArrayList<>();
  private final DeliveryGroup group = new DeliveryGroup(log, 100, 1 << 18, tasks::add);
  private final List<Batch> batches = new ArrayList<>();

  DeliveryRoundTest() {
    for (int i = 0; i < LOOPS; i++) {
      new DeliveryLoop(group, Position.ORIGIN, new Keeping(batches), DeliveryMode.WAIT_ONCE).run();
    }
  }

  @Test
  void whatElseIsDueRunsBetweenTheParts() {
    List<Integer> written = new ArrayList<>();
    append();
    Runnable round = tasks.remove(0);
    tasks.add(() -> written.add(batches.size()));

    round.run();
    drain();

    assertThat(written).containsExactly(DeliveryGroup.LOOPS_AT_ONCE);
    assertThat(batches).hasSize(LOOPS);
  }

  @Test
  void allPartsShareTheBatchThoughTheLogGrewBetweenThem() {
    append();
    tasks.remove(0).run();
    append();

    drain();

    assertThat(batches.get(LOOPS - 1)).isSameAs(batches.get(0));
  }

  @Test
  void required_4_12_whoAsksBetweenThePartsSeesWhatWasAcceptedBefore() {
    List<Batch> asked = new ArrayList<>();
    append();
    tasks.remove(0).run();
    append();

    new DeliveryLoop(group, Position.ORIGIN, new Keeping(asked), DeliveryMode.ONCE).run();

    assertThat(asked.get(0).entries()).hasSize(2);
  }

  private void append() {
    NewEntry entry = new NewEntry(Payload.json("1"), PublishOptions.defaults());
    log.append(Append.anonymous(List.of(entry)));
  }

  private void drain() {
    while (!tasks.isEmpty()) {
      tasks.remove(0).run();
    }
  }

  private record Keeping(List<Batch> batches) implements Outlet {
    @Override
    public CompletionStage<Void> write(Batch batch) {
      batches.add(batch);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void end(End end) {}
  }
}
