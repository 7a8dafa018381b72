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
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Exchanges that begin elsewhere than asked, or carry other entries in batches that are right in
 * all else.
 */
record AlteringExchanges(
    ClientTransport right, UnaryOperator<Start> start, Alteration entries, AtomicInteger exchanges)
    implements ClientTransport {
  /** What becomes of the entries of the n-th exchange, n from 1. */
  interface Alteration {
    Stream<Entry> of(int exchange, Stream<Entry> entries);
  }

  private static ClientTransport altering(ClientTransport right, Alteration entries) {
    return new AlteringExchanges(right, from -> from, entries, new AtomicInteger());
  }

  /** Adds the number of the exchange to the time of each entry. */
  static ClientTransport retiming(ClientTransport right) {
    return altering(
        right, (n, entries) -> entries.map(e -> with(e, e.timeMillis() + n, e.payload())));
  }

  /** Carries other payloads from the second exchange on. */
  static ClientTransport rewriting(ClientTransport right) {
    Payload other = Payload.json("\"altered\"");
    return altering(
        right, (n, entries) -> n == 1 ? entries : entries.map(e -> with(e, e.timeMillis(), other)));
  }

  /** Carries the entries of even offsets alone, as a filter may. */
  static ClientTransport filtering(ClientTransport right) {
    return altering(right, (n, entries) -> entries.filter(e -> e.offset() % 2 == 0));
  }

  /** Begins at the earliest entry when it is asked for what follows the latest. */
  static ClientTransport beginningEarly(ClientTransport right) {
    UnaryOperator<Start> early = from -> from instanceof Start.Latest ? Start.earliest() : from;
    return new AlteringExchanges(right, early, (n, entries) -> entries, new AtomicInteger());
  }

  private static Entry with(Entry e, long millis, Payload payload) {
    return new Entry(e.position(), millis, e.id(), e.key(), e.type(), e.headers(), payload);
  }

  @Override
  public Transport transport() {
    return right.transport();
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    int number = exchanges.incrementAndGet();
    return right.open(channel, start.apply(from), new AlteringInlet(inlet, number, entries));
  }

  @Override
  public void close() {
    right.close();
  }

  private record AlteringInlet(Inlet right, int exchange, Alteration alteration) implements Inlet {
    @Override
    public void onOpen(Position at, Position head) {
      right.onOpen(at, head);
    }

    @Override
    public CompletionStage<Void> onBatch(Batch batch) {
      List<Entry> entries = alteration.of(exchange, batch.entries().stream()).toList();
      return right.onBatch(
          new Batch(
              batch.channel(), batch.previous(), batch.last(), batch.head(), batch.gap(), entries));
    }

    @Override
    public void onHead(Position head) {
      right.onHead(head);
    }

    @Override
    public void onEnd(EndReason reason) {
      right.onEnd(reason);
    }
  }
}
