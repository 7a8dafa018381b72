package dev.realtime.examples.guide;

import dev.realtime.Channel;
import dev.realtime.HandlerPolicy;
import dev.realtime.PublishOptions;
import dev.realtime.Publisher;
import dev.realtime.Realtime;
import dev.realtime.Receipt;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.UnavailableException;
import dev.realtime.core.log.FilePositionStore;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** Orders that are published and subscribed to. */
final class Orders {
  /** What a customer wants. */
  record Order(String id, int pieces) {}

  private Orders() {}

  static Channel<Order> of(Realtime realtime) { // a server, a client or Realtime.inMemory()
    return realtime.channel("orders/ann", Order.class);
  }

  static CompletionStage<Receipt> publish(Channel<Order> orders) {
    return orders
        .publish(new Order("o-17", 3), PublishOptions.defaults().withKey("o-17"))
        .whenComplete(
            (receipt, failure) -> {
              if (receipt != null) {
                System.out.println("stored at " + receipt.position());
              } else if (failure instanceof UnavailableException u && u.outcomeUnknown()) {
                System.out.println("stored or not: ask the channel");
              } else {
                System.out.println("not stored: " + failure.getMessage());
              }
            });
  }

  /** The till goes on after its last order, also in another process. */
  static CompletionStage<Receipt> sell(Channel<Order> orders) {
    Publisher<Order> till = orders.newPublisher("till-3");
    return till.publish(new Order("o-18", 1));
  }

  static Subscription subscribe(Channel<Order> orders, Subscriber<Order> invoices) {
    HandlerPolicy twice =
        HandlerPolicy.defaults().withMaxRetries(2).withThen(HandlerPolicy.Then.SKIP);
    return orders.subscribe(
        SubscribeOptions.from(Start.earliest()).withHandlerPolicy(twice), invoices);
  }

  static Subscription resume(Channel<Order> orders, Path directory, Subscriber<Order> invoices) {
    return orders.subscribe(
        SubscribeOptions.from(Start.earliest())
            .withDurable("invoices", new FilePositionStore(directory)),
        invoices);
  }

  static void hurry(Subscription subscription) {
    subscription.switchTo(Transport.WEBSOCKET);
  }
}
