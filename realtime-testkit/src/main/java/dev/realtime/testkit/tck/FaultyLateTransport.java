package dev.realtime.testkit.tck;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A transport whose exchanges go on after they were cancelled: with a batch, a head far ahead,
 * twice, and a refusal. Thread-safe.
 */
public final class FaultyLateTransport implements ClientTransport {
  private final ClientTransport sound;
  private final Function<Position, Batch> lateBatch;
  private final BlockingQueue<Start> opened = new LinkedBlockingQueue<>();

  /**
   * A transport over another.
   *
   * @param lateBatch makes the batch that comes too late, given where the exchange had got to
   */
  public FaultyLateTransport(ClientTransport sound, Function<Position, Batch> lateBatch) {
    this.sound = sound;
    this.lateBatch = lateBatch;
  }

  /** Waits until an exchange was opened at a place. */
  void awaitOpen(Start from) {
    try {
      Start next = opened.poll(10, TimeUnit.SECONDS);
      while (!from.equals(next)) {
        if (next == null) {
          throw new AssertionError("no exchange was opened at " + from);
        }
        next = opened.poll(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
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
    Following following = new Following(inlet);
    Exchange exchange = sound.open(channel, from, following);
    opened.add(from);
    return () -> {
      exchange.cancel();
      Batch batch = lateBatch.apply(following.position);
      Position ahead = batch.last().withOffset(batch.last().offset() + 1_000);
      inlet.onBatch(batch);
      inlet.onHead(ahead);
      inlet.onHead(ahead);
      inlet.onEnd(
          new EndReason.Refused(new RejectedException(ErrorCode.FORBIDDEN, "said too late")));
    };
  }

  @Override
  public void close() {
    sound.close();
  }

  private static final class Following implements Inlet {
    private final Inlet inlet;
    private volatile Position position = Position.ORIGIN;

    Following(Inlet inlet) {
      this.inlet = inlet;
    }

    @Override
    public void onOpen(Position at, Position head) {
      position = at;
      inlet.onOpen(at, head);
    }

    @Override
    public CompletionStage<Void> onBatch(Batch batch) {
      position = batch.last();
      return inlet.onBatch(batch);
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
}
