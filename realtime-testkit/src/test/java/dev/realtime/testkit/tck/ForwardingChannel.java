package dev.realtime.testkit.tck;

import dev.realtime.Channel;
import dev.realtime.Message;
import dev.realtime.PublishOptions;
import dev.realtime.Publisher;
import dev.realtime.Receipt;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A channel that does what a right one does, for wrong ones to deviate from. */
interface ForwardingChannel<T> extends Channel<T> {
  Channel<T> right();

  @Override
  default String name() {
    return right().name();
  }

  @Override
  default Subscription subscribe(SubscribeOptions options, Subscriber<T> subscriber) {
    return right().subscribe(options, subscriber);
  }

  @Override
  default Publisher<T> newPublisher() {
    return right().newPublisher();
  }

  @Override
  default Publisher<T> newPublisher(String producer) {
    return right().newPublisher(producer);
  }

  @Override
  default Flow.Publisher<Message<T>> flow(SubscribeOptions options) {
    return right().flow(options);
  }

  @Override
  default CompletionStage<Receipt> publish(T data, PublishOptions options) {
    return right().publish(data, options);
  }

  @Override
  default String producer() {
    return right().producer();
  }

  @Override
  default void close() {
    right().close();
  }
}
