package dev.realtime.testkit.tck;

import dev.realtime.CloseReason;
import dev.realtime.Message;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.loop.SerialExecutor;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.wire.Codecs;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A wrong reader: it trusts every exchange, and comes again at once whatever the end, unless its
 * fault says otherwise. All state is confined to its serial executor.
 */
final class TransportTrustingReader implements Subscription, Inlet {
  private final String channel;
  private final Subscriber<String> subscriber;
  private final ClientTransport transport;
  private final SubscriptionContext context;
  private final SerialExecutor serial;
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  private final Fault fault;
  private Start next;
  private Exchange exchange = () -> {};

  /** What is wrong. */
  enum Fault {
    /** Trusts every batch. */
    TRUSTING,
    /** Comes again after a second. */
    PAUSING,
    /** Asks for ever for a batch that fits. */
    STUBBORN
  }

  TransportTrustingReader(
      String channel,
      SubscribeOptions options,
      Subscriber<String> subscriber,
      ClientTransport transport,
      SubscriptionContext context,
      Fault fault) {
    this.channel = channel;
    this.subscriber = subscriber;
    this.transport = transport;
    this.context = context;
    this.serial = new SerialExecutor(context.executor());
    this.next = options.start();
    this.fault = fault;
    serial.execute(this::open);
  }

  private void open() {
    if (!closed.isDone()) {
      exchange = transport.open(channel, next, this);
    }
  }

  @Override
  public void onOpen(Position at, Position head) {}

  @Override
  public CompletionStage<Void> onBatch(Batch batch) {
    return CompletableFuture.runAsync(() -> take(batch), serial);
  }

  private void take(Batch batch) {
    if (fault == Fault.STUBBORN && !next.equals(Start.after(batch.previous()))) {
      exchange.cancel();
      return;
    }
    batch.entries().forEach(this::deliver);
    next = Start.after(batch.last());
  }

  private void deliver(Entry entry) {
    try {
      if (!closed.isDone()) {
        subscriber.onMessage(
            new Message<>(
                channel,
                entry.position(),
                Instant.EPOCH,
                entry.id(),
                entry.key(),
                entry.type(),
                entry.headers(),
                Codecs.of(String.class).decode(entry.payload())));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onHead(Position head) {}

  @Override
  public void onEnd(EndReason reason) {
    serial.execute(
        () -> {
          if (fault == Fault.PAUSING) {
            Duration pause = Duration.ofSeconds(1);
            context.listener().waiting(this, pause);
            context.timers().schedule(pause, () -> serial.execute(this::open));
          } else {
            open();
          }
        });
  }

  @Override
  public String channel() {
    return channel;
  }

  @Override
  public Position position() {
    return Position.ORIGIN;
  }

  @Override
  public Transport transport() {
    return transport.transport();
  }

  @Override
  public CompletionStage<Position> live() {
    return CompletableFuture.completedFuture(Position.ORIGIN);
  }

  @Override
  public void switchTo(Transport other) {
    serial.execute(
        () -> {
          exchange.cancel();
          open();
        });
  }

  @Override
  public CompletionStage<CloseReason> closed() {
    return closed;
  }

  @Override
  public void close() {
    serial.execute(
        () -> {
          if (closed.complete(new CloseReason.Closed())) {
            exchange.cancel();
            subscriber.onClosed(new CloseReason.Closed());
          }
        });
  }
}
