package dev.realtime.testkit.tck;

import dev.realtime.Channel;
import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.Publisher;
import dev.realtime.Receipt;
import dev.realtime.RejectedException;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Channels that publish or subscribe wrongly, each in one way. */
final class WrongChannels {
  private WrongChannels() {}

  /** Publishes nothing more once a publish was rejected. */
  record SulkingChannel<T>(Channel<T> right, AtomicBoolean sulking)
      implements ForwardingChannel<T> {
    SulkingChannel(Channel<T> right) {
      this(right, new AtomicBoolean());
    }

    @Override
    public CompletionStage<Receipt> publish(T data, PublishOptions options) {
      if (sulking.get()) {
        return CompletableFuture.failedFuture(
            new RejectedException(ErrorCode.CLOSED, "one before was rejected"));
      }
      CompletionStage<Receipt> stage = right.publish(data, options);
      stage.whenComplete((receipt, failure) -> sulking.compareAndSet(false, failure != null));
      return stage;
    }
  }

  /** Returns from publish when the message is stored, or after a while. */
  record BlockingChannel<T>(Channel<T> right) implements ForwardingChannel<T> {
    @Override
    public CompletionStage<Receipt> publish(T data, PublishOptions options) {
      CompletionStage<Receipt> stage = right.publish(data, options);
      try {
        stage.toCompletableFuture().get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        return stage;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return stage;
    }
  }

  /** Reports illegal arguments by the stage. */
  record PoliteChannel<T>(Channel<T> right) implements ForwardingChannel<T> {
    @Override
    public CompletionStage<Receipt> publish(T data, PublishOptions options) {
      try {
        return right.publish(data, options);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  /** Has publishers that acknowledge what they are given after their end. */
  record TirelessChannel<T>(Channel<T> right) implements ForwardingChannel<T> {
    @Override
    public Publisher<T> newPublisher() {
      Publisher<T> publisher = right.newPublisher();
      AtomicBoolean closed = new AtomicBoolean();
      return new Publisher<>() {
        @Override
        public CompletionStage<Receipt> publish(T data, PublishOptions options) {
          return closed.get()
              ? CompletableFuture.completedFuture(new Receipt(Position.ORIGIN, false))
              : publisher.publish(data, options);
        }

        @Override
        public String producer() {
          return publisher.producer();
        }

        @Override
        public void close() {
          closed.set(true);
          publisher.close();
        }
      };
    }
  }

  /** Has subscriptions that do not know their position. */
  record LostChannel<T>(Channel<T> right) implements ForwardingChannel<T> {
    @Override
    public Subscription subscribe(SubscribeOptions options, Subscriber<T> subscriber) {
      return new LostSubscription(right.subscribe(options, subscriber));
    }
  }

  private record LostSubscription(Subscription right) implements Subscription {
    @Override
    public String channel() {
      return right.channel();
    }

    @Override
    public Position position() {
      return Position.ORIGIN;
    }

    @Override
    public Transport transport() {
      return right.transport();
    }

    @Override
    public CompletionStage<Position> live() {
      return right.live();
    }

    @Override
    public void switchTo(Transport transport) {
      right.switchTo(transport);
    }

    @Override
    public CompletionStage<CloseReason> closed() {
      return right.closed();
    }

    @Override
    public void close() {
      right.close();
    }
  }

  /** Runs one subscriber at a time. */
  record LockedChannel<T>(Channel<T> right, Lock lock) implements ForwardingChannel<T> {
    LockedChannel(Channel<T> right) {
      this(right, new ReentrantLock());
    }

    @Override
    public Subscription subscribe(SubscribeOptions options, Subscriber<T> subscriber) {
      return right.subscribe(options, new WrongSubscribers.LockedSubscriber<>(subscriber, lock));
    }
  }

  /** Saves a position before the message is handled. */
  record RashChannel<T>(Channel<T> right) implements ForwardingChannel<T> {
    @Override
    public Subscription subscribe(SubscribeOptions options, Subscriber<T> subscriber) {
      return right.subscribe(options, new WrongSubscribers.RashSubscriber<>(subscriber, options));
    }
  }
}
