package dev.realtime.core.channel;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.Message;
import dev.realtime.PublishOptions;
import dev.realtime.Publisher;
import dev.realtime.Receipt;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.core.loop.PublishLoop;
import dev.realtime.spi.NewEntry;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A channel as an application sees it, over the loops of its owner.
 *
 * <p>Thread-safe.
 */
final class RealtimeChannel<T> implements Channel<T> {
  private final String name;
  private final Codec<T> codec;
  private final ChannelLoops loops;
  private final Publisher<T> shared;

  RealtimeChannel(String name, Codec<T> codec, ChannelLoops loops) {
    this.name = name;
    this.codec = codec;
    this.loops = loops;
    this.shared = newPublisher();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Subscription subscribe(SubscribeOptions options, Subscriber<T> subscriber) {
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(subscriber, "subscriber");
    return loops.subscribe(name, codec, options, subscriber);
  }

  @Override
  public Publisher<T> newPublisher() {
    return new LoopPublisher(loops.publisher(name));
  }

  @Override
  public Publisher<T> newPublisher(String producer) {
    return new LoopPublisher(loops.publisher(name, producer));
  }

  @Override
  public Flow.Publisher<Message<T>> flow(SubscribeOptions options) {
    return new ChannelFlow<>(this, options);
  }

  @Override
  public CompletionStage<Receipt> publish(T data, PublishOptions options) {
    return shared.publish(data, options);
  }

  @Override
  public String producer() {
    return shared.producer();
  }

  @Override
  public void close() {
    shared.close();
  }

  private final class LoopPublisher implements Publisher<T> {
    private final PublishLoop loop;

    LoopPublisher(PublishLoop loop) {
      this.loop = loop;
    }

    @Override
    public CompletionStage<Receipt> publish(T data, PublishOptions options) {
      Objects.requireNonNull(data, "data");
      Objects.requireNonNull(options, "options");
      return loop.publish(new NewEntry(codec.encode(data), options));
    }

    @Override
    public String producer() {
      return loop.producer();
    }

    @Override
    public void close() {
      loops.close(loop);
    }
  }
}
