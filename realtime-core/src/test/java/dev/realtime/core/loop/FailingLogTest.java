package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An engine may fail late or throw; the loop ends with a reason, and the others go on. */
class FailingLogTest {
  private static final String UNAVAILABLE = "Told[code=ENGINE_UNAVAILABLE, retryAfterMillis=0]";

  private final BrokenLog log = new BrokenLog();
  private final DeliveryGroup group = new DeliveryGroup(log, 100, 1 << 18, Runnable::run);
  private final List<String> seen = new ArrayList<>();

  @Test
  void aReadThatFailsLaterIsToldAsOneThatFailsAtOnce() {
    CompletableFuture<Batch> late = new CompletableFuture<>();
    log.reads = () -> late;
    loop("late").run();
    late.completeExceptionally(new IllegalStateException("the engine is gone"));
    log.reads = () -> CompletableFuture.failedFuture(new IllegalStateException("gone"));
    loop("now").run();

    assertThat(seen).containsExactly("late " + UNAVAILABLE, "now " + UNAVAILABLE);
  }

  @Test
  void aReadThatThrowsEndsItsLoop() {
    log.reads =
        () -> {
          throw new IllegalStateException("no connection");
        };

    loop("a").run();

    assertThat(seen).containsExactly("a " + UNAVAILABLE);
  }

  @Test
  void whoCannotWaitIsToldAndTheNextMayWaitAgain() {
    log.growthThrows = true;
    loop("a").run();
    log.growthThrows = false;
    loop("b").run();

    log.append();

    assertThat(seen).containsExactly("a " + UNAVAILABLE, "b 1 entries");
  }

  @Test
  void anOutletThatThrowsKeepsNobodyFromTheRound() {
    new DeliveryLoop(group, Position.ORIGIN, new ThrowingOutlet(), DeliveryMode.CONTINUOUS).run();
    loop("b").run();

    log.append();
    log.append();

    assertThat(seen).containsExactly("b 1 entries", "b 1 entries");
  }

  private DeliveryLoop loop(String name) {
    return new DeliveryLoop(
        group, Position.ORIGIN, new NamedOutlet(name, seen), DeliveryMode.CONTINUOUS);
  }

  private record NamedOutlet(String name, List<String> seen) implements Outlet {
    @Override
    public CompletionStage<Void> write(Batch batch) {
      seen.add(name + " " + batch.entries().size() + " entries");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void end(End why) {
      seen.add(name + " " + why);
    }
  }

  private static final class ThrowingOutlet implements Outlet {
    @Override
    public CompletionStage<Void> write(Batch batch) {
      throw new IllegalStateException("cannot write");
    }

    @Override
    public void end(End why) {
      throw new IllegalStateException("cannot end");
    }
  }

  /** The memory log, unless it is told to fail. */
  private static final class BrokenLog implements ChannelLog {
    private final ChannelLog log =
        new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1)).open("a/b");
    @Nullable Supplier<CompletionStage<Batch>> reads;
    boolean growthThrows;

    void append() {
      NewEntry entry = new NewEntry(Payload.json("1"), PublishOptions.defaults());
      append(Append.anonymous(List.of(entry)));
    }

    @Override
    public String channel() {
      return log.channel();
    }

    @Override
    public CompletionStage<AppendResult> append(Append append) {
      return log.append(append);
    }

    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return reads == null ? log.read(after, maxEntries, maxBytes) : reads.get();
    }

    @Override
    public CompletionStage<Position> resolve(Start start) {
      return log.resolve(start);
    }

    @Override
    public CompletionStage<Bounds> bounds() {
      return log.bounds();
    }

    @Override
    public CompletionStage<Long> nextSequence(String owner, String producer) {
      return log.nextSequence(owner, producer);
    }

    @Override
    public Runnable onGrowth(Position after, Runnable wake) {
      if (growthThrows) {
        throw new IllegalStateException("no wake-ups");
      }
      return log.onGrowth(after, wake);
    }
  }
}
