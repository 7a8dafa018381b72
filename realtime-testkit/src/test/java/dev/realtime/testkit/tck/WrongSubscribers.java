package dev.realtime.testkit.tck;

import dev.realtime.CloseReason;
import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Lock;

/** Subscribers that are called wrongly, each in one way. */
final class WrongSubscribers {
  private WrongSubscribers() {}

  /** Gets each message on a thread of its own, while the one before may still run. */
  record ParallelSubscriber<T>(Subscriber<T> right) implements Subscriber<T> {
    @Override
    public void onMessage(Message<T> message) {
      Waits.start("parallel", () -> right.onMessage(message));
    }

    @Override
    public void onGap(Gap gap) {
      right.onGap(gap);
    }

    @Override
    public void onClosed(CloseReason reason) {
      right.onClosed(reason);
    }
  }

  /** Is told of its end twice. */
  record TwiceClosedSubscriber<T>(Subscriber<T> right) implements Subscriber<T> {
    @Override
    public void onMessage(Message<T> message) throws Exception {
      right.onMessage(message);
    }

    @Override
    public void onGap(Gap gap) {
      right.onGap(gap);
    }

    @Override
    public void onClosed(CloseReason reason) {
      right.onClosed(reason);
      right.onClosed(reason);
    }
  }

  /** Gets a message at which it threw again after a later one. */
  record LateRetrySubscriber<T>(Subscriber<T> right, Queue<Message<T>> failed)
      implements Subscriber<T> {
    LateRetrySubscriber(Subscriber<T> right) {
      this(right, new ArrayDeque<>());
    }

    @Override
    public void onMessage(Message<T> message) throws Exception {
      try {
        right.onMessage(message);
      } catch (IllegalStateException onPurpose) {
        failed.add(message);
        return;
      }
      if (!failed.isEmpty()) {
        onMessage(failed.remove());
      }
    }

    @Override
    public void onGap(Gap gap) {
      right.onGap(gap);
    }

    @Override
    public void onClosed(CloseReason reason) {
      right.onClosed(reason);
    }
  }

  /** Is not told of gaps. */
  record UninformedSubscriber<T>(Subscriber<T> right) implements Subscriber<T> {
    @Override
    public void onMessage(Message<T> message) throws Exception {
      right.onMessage(message);
    }

    @Override
    public void onGap(Gap gap) {}

    @Override
    public void onClosed(CloseReason reason) {
      right.onClosed(reason);
    }
  }

  /** Gets its last message once more after its end. */
  record HauntedSubscriber<T>(Subscriber<T> right, List<Message<T>> seen) implements Subscriber<T> {
    HauntedSubscriber(Subscriber<T> right) {
      this(right, new ArrayList<>());
    }

    @Override
    public void onMessage(Message<T> message) throws Exception {
      seen.add(message);
      right.onMessage(message);
    }

    @Override
    public void onGap(Gap gap) {
      right.onGap(gap);
    }

    @Override
    public void onClosed(CloseReason reason) {
      right.onClosed(reason);
      try {
        right.onMessage(seen.get(seen.size() - 1));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Runs under a lock that all subscribers share. */
  record LockedSubscriber<T>(Subscriber<T> right, Lock lock) implements Subscriber<T> {
    @Override
    public void onMessage(Message<T> message) throws Exception {
      lock.lock();
      try {
        right.onMessage(message);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onGap(Gap gap) {
      right.onGap(gap);
    }

    @Override
    public void onClosed(CloseReason reason) {
      right.onClosed(reason);
    }
  }

  /** Has its position saved before it handles the message. */
  record RashSubscriber<T>(Subscriber<T> right, SubscribeOptions options) implements Subscriber<T> {
    @Override
    public void onMessage(Message<T> message) throws Exception {
      options.durable().ifPresent(d -> d.store().save(d.name(), message.position()));
      right.onMessage(message);
    }

    @Override
    public void onGap(Gap gap) {
      right.onGap(gap);
    }

    @Override
    public void onClosed(CloseReason reason) {
      right.onClosed(reason);
    }
  }
}
