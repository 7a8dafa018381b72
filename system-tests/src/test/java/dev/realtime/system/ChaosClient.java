package dev.realtime.system;

import dev.realtime.Channel;
import dev.realtime.CloseReason;
import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Position;
import dev.realtime.RealtimeListener;
import dev.realtime.Receipt;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.UnavailableException;
import dev.realtime.core.config.Configuration;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.history.HistoryRecorder;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client on one transport that publishes, subscribes and writes down what happens. */
final class ChaosClient implements AutoCloseable {
  static final Duration BACKOFF_CAP = Duration.ofMillis(200);

  private static final int IN_FLIGHT = 4;

  private final String name;
  private final String channelName;
  private final HistoryRecorder history;
  private final RealtimeClient client;
  private final Channel<String> channel;
  private final Subscription subscription;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final AtomicInteger losses = new AtomicInteger();
  private final Progress progress = new Progress();
  private int published;

  ChaosClient(
      String name, String channelName, Transport transport, String url, HistoryRecorder history) {
    this.name = name;
    this.channelName = channelName;
    this.history = history;
    client =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .set("realtime.short-polling.interval", "250ms")
            .set("realtime.retry.min-delay", "10ms")
            .set("realtime.retry.max-delay", BACKOFF_CAP.toMillis() + "ms")
            .url(url)
            .transport(transport)
            .listener(new Listener())
            .connect();
    channel = client.channel(channelName, String.class);
    history.subStart(name, channelName, Start.earliest());
    subscription = channel.subscribe(SubscribeOptions.from(Start.earliest()), new Receiver());
    history.subReady(name, Position.ORIGIN);
  }

  /** How many exchanges were lost. */
  int losses() {
    return losses.get();
  }

  /** Publishes one message, unless too many stay unanswered for a moment. */
  void publish() throws InterruptedException {
    if (!inFlight.tryAcquire(2, TimeUnit.MILLISECONDS)) {
      return;
    }
    String mid = name + "-" + ++published;
    history.pubCall(mid, name, channelName, mid);
    channel.publish(mid).whenComplete((receipt, failure) -> answered(mid, receipt, failure));
  }

  private void answered(String op, @Nullable Receipt receipt, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (receipt != null) {
      history.pubAck(op, receipt.position());
    } else if (cause instanceof UnavailableException unavailable && unavailable.outcomeUnknown()) {
      history.pubUnknown(op, unavailable.code().wireName());
    } else if (cause instanceof UnavailableException unavailable) {
      history.pubRefused(op, unavailable.code().wireName());
    } else if (cause instanceof RejectedException rejected) {
      history.pubRefused(op, rejected.code().wireName());
    }
    inFlight.release();
  }

  /** Waits until every publish is answered. */
  void awaitAnswers() throws InterruptedException {
    inFlight.acquire(IN_FLIGHT);
  }

  /** Waits until everything up to an offset is handled; false if that takes too long. */
  boolean awaitOffset(long offset) throws InterruptedException {
    return progress.await(offset);
  }

  void end(boolean complete) {
    if (complete) {
      history.subEndComplete(name);
    } else {
      history.subEndEarly(name);
    }
  }

  @Override
  public void close() {
    subscription.close();
    client.close();
  }

  /** The offset handled last. */
  private static final class Progress {
    private static final long CAP_MILLIS = 40_000;
    private long handled;

    synchronized void to(long offset) {
      handled = offset;
      notifyAll();
    }

    synchronized boolean await(long offset) throws InterruptedException {
      long end = System.currentTimeMillis() + CAP_MILLIS;
      while (handled < offset) {
        long left = end - System.currentTimeMillis();
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    }
  }

  private final class Receiver implements Subscriber<String> {
    @Override
    public void onMessage(Message<String> message) {
      history.deliver(name, channelName, message.position(), message.data());
      progress.to(message.offset());
    }

    @Override
    public void onGap(Gap gap) {
      history.gap(name, gap);
      progress.to(gap.resume().offset());
    }

    @Override
    public void onClosed(CloseReason reason) {
      if (reason instanceof CloseReason.Failed failed) {
        history.fault(name + " closed: " + failed.cause());
      }
    }
  }

  private final class Listener implements RealtimeListener {
    @Override
    public void exchangeOpened(Subscription of, Transport transport, Position at) {
      history.conn(name, transport.configName());
    }

    @Override
    public void exchangeEnded(Subscription of, Transport transport, EndReason why) {
      history.disc(name, transport.configName());
      if (why instanceof EndReason.Lost) {
        losses.incrementAndGet();
      }
    }
  }
}
