package dev.realtime.testkit.tck;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.Realtime;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;

/** A realtime whose channels are decorated. */
record DecoratedRealtime(Realtime right, ChannelDecorator decorator) implements Realtime {
  /** Makes a wrong channel of a right one. */
  interface ChannelDecorator {
    <T> Channel<T> decorate(Channel<T> right);
  }

  /** Makes a wrong subscriber of a right one, which stands for a library that calls it wrongly. */
  interface SubscriberDecorator {
    <T> Subscriber<T> decorate(Subscriber<T> right);
  }

  static Realtime subscribing(Realtime right, SubscriberDecorator decorator) {
    return new DecoratedRealtime(
        right,
        new ChannelDecorator() {
          @Override
          public <T> Channel<T> decorate(Channel<T> channel) {
            return new Subscribing<>(channel, decorator);
          }
        });
  }

  private record Subscribing<T>(Channel<T> right, SubscriberDecorator decorator)
      implements ForwardingChannel<T> {
    @Override
    public Subscription subscribe(SubscribeOptions options, Subscriber<T> subscriber) {
      return right.subscribe(options, decorator.decorate(subscriber));
    }
  }

  @Override
  public <T> Channel<T> channel(String name, Class<T> type) {
    return decorator.decorate(right.channel(name, type));
  }

  @Override
  public <T> Channel<T> channel(String name, Codec<T> codec) {
    return decorator.decorate(right.channel(name, codec));
  }

  @Override
  public void close() {
    right.close();
  }
}
