package dev.realtime.system;

import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A transport that is wrong about the state of its connection. Thread-safe. */
final class FaultyEndTransport implements ClientTransport {
  /** What is wrong. */
  enum Fault {
    /** Tells of a loss as if all were well. */
    CALM,
    /** Tells of a loss as if it were a refusal. */
    GLOOMY,
    /** Makes a batch of what a cut left. */
    GUESSING,
    /** Does not tell of a loss. */
    HOPEFUL,
    /** Goes on where it was, not where it is asked to. */
    REMEMBERING,
    /** Leaves out when the peer wants it to come again. */
    WISHLESS,
    /** Ends before there is anything to say. */
    HASTY,
    /** Does not end when there is nothing to say. */
    PARKING,
    /** Tells of a head that is none. */
    HEADLESS,
    /** Takes a slow handler for a silent peer. */
    IMPATIENT,
    /** Gives the first answer again. */
    STALE
  }

  private final ClientTransport sound;
  private final Fault fault;
  private final AtomicInteger opens = new AtomicInteger();
  private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();

  FaultyEndTransport(ClientTransport sound, Fault fault) {
    this.sound = sound;
    this.fault = fault;
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
    boolean forgets = fault == Fault.REMEMBERING && opens.getAndIncrement() > 0;
    Exchange exchange =
        sound.open(channel, forgets ? Start.earliest() : from, new Wrong(channel, inlet));
    if (fault == Fault.HASTY) {
      inlet.onEnd(EndReason.completed());
      exchange.cancel();
    }
    return exchange;
  }

  @Override
  public void close() {
    sound.close();
  }

  private final class Wrong implements Inlet {
    private final String channel;
    private final Inlet inlet;
    private volatile boolean opened;
    private volatile boolean over = fault == Fault.HASTY;
    private volatile boolean nothing;

    Wrong(String channel, Inlet inlet) {
      this.channel = channel;
      this.inlet = inlet;
    }

    @Override
    public void onOpen(Position at, Position head) {
      opened = true;
      if (!over) {
        inlet.onOpen(at, head);
      }
    }

    @Override
    public CompletionStage<Void> onBatch(Batch batch) {
      nothing = batch.isEmpty();
      batches.add(batch);
      CompletionStage<Void> handled =
          inlet.onBatch(fault == Fault.STALE ? batches.element() : batch);
      if (fault == Fault.IMPATIENT && !handled.toCompletableFuture().isDone()) {
        over = true;
        inlet.onEnd(EndReason.lost("silent"));
      }
      return handled;
    }

    @Override
    public void onHead(Position head) {
      if (!over) {
        inlet.onHead(fault == Fault.HEADLESS ? Position.ORIGIN : head);
      }
    }

    @Override
    public void onEnd(EndReason reason) {
      boolean lost = reason instanceof EndReason.Lost;
      if (over || (fault == Fault.HOPEFUL && lost) || (fault == Fault.PARKING && nothing)) {
        return;
      }
      if (fault == Fault.GUESSING && lost) {
        guess();
      }
      inlet.onEnd(lost && fault == Fault.GLOOMY ? refusal() : calmed(reason, lost));
    }

    private EndReason calmed(EndReason reason, boolean lost) {
      boolean pretends = fault == Fault.WISHLESS || (fault == Fault.CALM && lost);
      return pretends ? EndReason.completed() : reason;
    }

    private EndReason refusal() {
      return new EndReason.Refused(new RejectedException(ErrorCode.BAD_REQUEST, "not understood"));
    }

    private void guess() {
      Position last = new Position("e", 1);
      Entry entry = new Entry(last, 0, Optional.empty(), "", "", Map.of(), Payload.json("\"half"));
      if (!opened) {
        inlet.onOpen(Position.ORIGIN, last);
      }
      inlet.onBatch(
          new Batch(channel, Position.ORIGIN, last, last, Optional.empty(), List.of(entry)));
    }
  }
}
