package dev.realtime.testkit.tck;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A transport that passes everything of another on and does something wrong to it on purpose. A
 * right reader survives it; a contract of transports finds it.
 *
 * <p>Thread-safe.
 */
public final class FaultyTransport implements ClientTransport {
  private final ClientTransport sound;
  private final UnaryOperator<Inlet> damage;
  private final AtomicInteger opens = new AtomicInteger();

  /** A transport whose exchanges speak to the inlets that {@code damage} makes. */
  public FaultyTransport(ClientTransport sound, UnaryOperator<Inlet> damage) {
    this.sound = sound;
    this.damage = damage;
  }

  /** What becomes of a batch: the batches that are passed on in its place. */
  @FunctionalInterface
  public interface Alteration {
    /**
     * Decides.
     *
     * @param number counts the batches of all exchanges from 1
     */
    List<Batch> alter(int number, Batch batch);
  }

  /** Alters batches. */
  public static FaultyTransport altering(ClientTransport sound, Alteration alteration) {
    AtomicInteger count = new AtomicInteger();
    return new FaultyTransport(
        sound,
        inlet -> new Altering(inlet, batch -> alteration.alter(count.incrementAndGet(), batch)));
  }

  /** Loses the batch of a number, counted over all exchanges from 1. */
  public static FaultyTransport losing(ClientTransport sound, int lost) {
    return altering(sound, (number, batch) -> number == lost ? List.of() : List.of(batch));
  }

  /** Repeats every batch at once, after the first batch of all and before the next. */
  public static FaultyTransport repeating(ClientTransport sound) {
    CompletableFuture<Batch> first = new CompletableFuture<>();
    return altering(
        sound,
        (number, batch) -> {
          first.complete(batch);
          return List.of(batch, first.join(), batch);
        });
  }

  /** Holds the batch of a number back until the next one was passed on. */
  public static FaultyTransport reordering(ClientTransport sound, int late) {
    CompletableFuture<Batch> held = new CompletableFuture<>();
    return altering(
        sound,
        (number, batch) -> {
          if (number == late) {
            held.complete(batch);
            return List.of();
          }
          return number == late + 1 ? List.of(batch, held.join()) : List.of(batch);
        });
  }

  /** Passes every batch on without its gap, as if nothing were missing. */
  public static FaultyTransport hidingGaps(ClientTransport sound) {
    return altering(
        sound,
        (number, batch) ->
            List.of(
                new Batch(
                    batch.channel(),
                    batch.previous(),
                    batch.last(),
                    batch.head(),
                    Optional.empty(),
                    batch.entries())));
  }

  /** Ends the first exchange that gives a batch, after that batch, for a reason of its own. */
  public static FaultyTransport ending(ClientTransport sound, EndReason reason) {
    AtomicInteger count = new AtomicInteger();
    return new FaultyTransport(sound, inlet -> new Ending(inlet, reason, count));
  }

  /** Ends every exchange in place of its first batch, as if that could not be read. */
  public static FaultyTransport unreadable(ClientTransport sound) {
    EndReason reason = new EndReason.Unreadable("garbled on purpose");
    return new FaultyTransport(sound, inlet -> new Ending(inlet, reason, new AtomicInteger(-1)));
  }

  /** How many exchanges were opened. */
  public int opens() {
    return opens.get();
  }

  @Override
  public Transport transport() {
    return sound.transport();
  }

  @Override
  public Duration pollInterval() {
    return sound.pollInterval();
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    opens.incrementAndGet();
    return sound.open(channel, from, damage.apply(inlet));
  }

  @Override
  public void close() {
    sound.close();
  }

  private record Altering(Inlet inlet, java.util.function.Function<Batch, List<Batch>> alteration)
      implements Inlet {
    @Override
    public void onOpen(Position at, Position head) {
      inlet.onOpen(at, head);
    }

    @Override
    public CompletionStage<Void> onBatch(Batch batch) {
      CompletionStage<Void> handled = CompletableFuture.completedFuture(null);
      for (Batch altered : alteration.apply(batch)) {
        handled = handled.thenCompose(done -> inlet.onBatch(altered));
      }
      return handled;
    }

    @Override
    public void onHead(Position head) {
      inlet.onHead(head);
    }

    @Override
    public void onEnd(EndReason reason) {
      inlet.onEnd(reason);
    }
  }

  private static final class Ending implements Inlet {
    private final Inlet inlet;
    private final EndReason reason;
    private final AtomicInteger count;
    private volatile boolean over;

    Ending(Inlet inlet, EndReason reason, AtomicInteger count) {
      this.inlet = inlet;
      this.reason = reason;
      this.count = count;
    }

    @Override
    public void onOpen(Position at, Position head) {
      inlet.onOpen(at, head);
    }

    @Override
    public CompletionStage<Void> onBatch(Batch batch) {
      if (over) {
        return CompletableFuture.completedFuture(null);
      }
      int number = count.incrementAndGet();
      if (number == 0) {
        over = true;
        inlet.onEnd(reason);
        return CompletableFuture.completedFuture(null);
      }
      CompletionStage<Void> handled = inlet.onBatch(batch);
      if (number == 1) {
        over = true;
        return handled.thenRun(() -> inlet.onEnd(reason));
      }
      return handled;
    }

    @Override
    public void onHead(Position head) {
      if (!over) {
        inlet.onHead(head);
      }
    }

    @Override
    public void onEnd(EndReason other) {
      if (!over) {
        inlet.onEnd(other);
      }
    }
  }
}
