package dev.realtime.core.channel;

import dev.realtime.Channel;
import dev.realtime.CloseReason;
import dev.realtime.Message;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A channel as a {@link Flow.Publisher}: while nothing is requested, the subscription waits. */
final class ChannelFlow<T> implements Flow.Publisher<Message<T>> {
  private final Channel<T> channel;
  private final SubscribeOptions options;

  ChannelFlow(Channel<T> channel, SubscribeOptions options) {
    this.channel = channel;
    this.options = options;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Message<T>> target) {
    Demand<T> demand = new Demand<>(target);
    target.onSubscribe(demand);
    demand.begin(channel.subscribe(options, demand));
  }

  /** What a flow subscriber has asked for. Guarded by itself. */
  private static final class Demand<T> implements Flow.Subscription, Subscriber<T> {
    private final Flow.Subscriber<? super Message<T>> target;
    private long requested;
    private boolean cancelled;
    private boolean illegal;
    private @Nullable Subscription subscription;

    Demand(Flow.Subscriber<? super Message<T>> target) {
      this.target = target;
    }

    synchronized void begin(Subscription begun) {
      subscription = begun;
      if (cancelled) {
        begun.close();
      }
    }

    @Override
    public synchronized void request(long n) {
      if (n <= 0) {
        illegal = true;
        cancel();
        return;
      }
      requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
      notifyAll();
    }

    @Override
    public synchronized void cancel() {
      cancelled = true;
      notifyAll();
      if (subscription != null) {
        subscription.close();
      }
    }

    @Override
    public void onMessage(Message<T> message) throws InterruptedException {
      synchronized (this) {
        while (requested == 0 && !cancelled) {
          wait();
        }
        if (cancelled) {
          return;
        }
        requested--;
      }
      target.onNext(message);
    }

    @Override
    public void onClosed(CloseReason reason) {
      if (illegal) {
        target.onError(new IllegalArgumentException("request(n) needs n > 0 (rule 3.9)"));
      } else if (reason instanceof CloseReason.Failed failed) {
        target.onError(failed.cause());
      } else if (!cancelled) {
        target.onComplete();
      }
    }
  }
}
