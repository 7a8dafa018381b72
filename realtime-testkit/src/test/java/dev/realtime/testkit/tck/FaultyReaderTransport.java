package dev.realtime.testkit.tck;

import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.spi.ClientTransport;
import java.util.function.UnaryOperator;

/** The contract of readers over a wrong one. */
record FaultyReaderTransport(TransportTrustingReader.Fault fault)
    implements TransportReaderContract {
  @Override
  public TransportFixture newFixture() {
    return new TransportMemoryFixture(UnaryOperator.identity());
  }

  @Override
  public Subscription subscribe(
      String channel,
      SubscribeOptions options,
      Subscriber<String> subscriber,
      ClientTransport transport,
      SubscriptionContext context) {
    return new TransportTrustingReader(channel, options, subscriber, transport, context, fault);
  }
}
