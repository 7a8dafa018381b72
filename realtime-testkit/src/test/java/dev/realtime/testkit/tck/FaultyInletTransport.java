package dev.realtime.testkit.tck;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport that breaks one rule of how an inlet is called or an exchange ended. Thread-safe. */
record FaultyInletTransport(ClientTransport sound, Fault fault) implements ClientTransport {
  /** What is wrong. */
  enum Fault {
    /** Does not wait until a batch is handled. */
    PARALLEL,
    /** Says the end twice. */
    TWICE_ENDING,
    /** Goes on after a cancel. */
    DEAF,
    /** Ends at a cancel but keeps what it has. */
    LEAKING,
    /** Changes the bytes of what it carries. */
    DAMAGING,
    /** Waits for an entry before it says where it begins. */
    PARKING
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
    Wrong wrong = new Wrong(inlet, fault);
    Exchange exchange = sound.open(channel, from, wrong);
    return switch (fault) {
      case LEAKING -> () -> wrong.onEnd(EndReason.completed());
      case DEAF ->
          () -> {
            exchange.cancel();
            inlet.onHead(Position.ORIGIN);
          };
      default -> exchange;
    };
  }

  @Override
  public void close() {
    sound.close();
  }

  private static final class Wrong implements Inlet {
    private final Inlet inlet;
    private final Fault fault;
    private boolean opened;
    private boolean ended;

    Wrong(Inlet inlet, Fault fault) {
      this.inlet = inlet;
      this.fault = fault;
    }

    @Override
    public void onOpen(Position at, Position head) {
      if (fault != Fault.PARKING) {
        inlet.onOpen(at, head);
      }
    }

    @Override
    public CompletionStage<Void> onBatch(Batch batch) {
      if (fault == Fault.PARKING && !opened) {
        opened = true;
        inlet.onOpen(batch.previous(), batch.head());
      }
      CompletionStage<Void> handled =
          inlet.onBatch(fault == Fault.DAMAGING ? damaged(batch) : batch);
      return fault == Fault.PARALLEL ? CompletableFuture.completedFuture(null) : handled;
    }

    private static Batch damaged(Batch batch) {
      return new Batch(
          batch.channel(),
          batch.previous(),
          batch.last(),
          batch.head(),
          batch.gap(),
          batch.entries().stream().map(Wrong::damaged).toList());
    }

    private static Entry damaged(Entry entry) {
      return new Entry(
          entry.position(),
          entry.timeMillis(),
          entry.id(),
          entry.key(),
          entry.type(),
          entry.headers(),
          Payload.of(entry.payload().toText(), entry.payload().contentType()));
    }

    @Override
    public void onHead(Position head) {
      inlet.onHead(head);
    }

    @Override
    public synchronized void onEnd(EndReason reason) {
      if (fault == Fault.TWICE_ENDING) {
        inlet.onEnd(reason);
      } else if (ended) {
        return;
      }
      ended = true;
      inlet.onEnd(reason);
    }
  }
}
