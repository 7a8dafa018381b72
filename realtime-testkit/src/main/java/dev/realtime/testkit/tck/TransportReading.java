package dev.realtime.testkit.tck;

import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.spi.ClientTransport;
import dev.realtime.testkit.FakeTimers;
import dev.realtime.testkit.RecordingSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;

/** A subscription over a transport whose pauses last until the test says so. */
final class TransportReading implements AutoCloseable {
  private final RealtimeThreads threads = new RealtimeThreads();
  private final FakeTimers timers = new FakeTimers();
  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
  private final RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
  private final Subscription subscription;

  /** Begins a subscription in the manner of the contract under test. */
  @FunctionalInterface
  interface Manner {
    Subscription subscribe(
        String channel,
        SubscribeOptions options,
        Subscriber<String> subscriber,
        ClientTransport transport,
        SubscriptionContext context);
  }

  TransportReading(Manner manner, ClientTransport transport, String channel, Start from) {
    SubscriptionContext context =
        new SubscriptionContext(
            threads.callbacks(),
            timers,
            new Random(1),
            BackoffPolicy.defaults(),
            new Pauses(),
            name -> transport);
    subscription =
        manner.subscribe(channel, SubscribeOptions.from(from), subscriber, transport, context);
  }

  RecordingSubscriber<String> subscriber() {
    return subscriber;
  }

  Subscription subscription() {
    return subscription;
  }

  FakeTimers timers() {
    return timers;
  }

  /** Waits for the next pause before an exchange; how long it lasts. */
  Duration awaitPause() throws InterruptedException {
    Duration pause = pauses.poll(RecordingInlet.CAP.toSeconds(), TimeUnit.SECONDS);
    Assertions.assertNotNull(pause, () -> "no pause; what came:\n" + subscriber.timeline());
    awaitTimer();
    return pause;
  }

  private void awaitTimer() {
    long end = System.nanoTime() + RecordingInlet.CAP.toNanos();
    while (timers.pending() == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Whether a pause began that was not waited for. */
  boolean paused() {
    return !pauses.isEmpty();
  }

  /** Waits for the entries from offset 1 to a last one, each once and in order, and no gap. */
  void awaitAll(int last) {
    subscriber.awaitData(data(last));
    assertExactly(last);
    Assertions.assertEquals(List.of(), subscriber.gaps(), "gaps");
  }

  /** The same while time goes on: every pause is over at once. */
  void awaitAllInTime(int last) throws InterruptedException {
    letTimePass(() -> subscriber.messages().size() < last);
    awaitAll(last);
  }

  /** Lets every pause be over at once, for as long as is said. */
  void letTimePass(BooleanSupplier during) throws InterruptedException {
    long end = System.nanoTime() + RecordingInlet.CAP.toNanos();
    while (during.getAsBoolean() && System.nanoTime() < end) {
      Duration pause = pauses.poll(5, TimeUnit.MILLISECONDS);
      if (pause != null) {
        awaitTimer();
        timers.advance(pause);
      }
    }
  }

  private static String[] data(int last) {
    return LongStream.rangeClosed(1, last).mapToObj(Long::toString).toArray(String[]::new);
  }

  /** Asserts that the messages are the entries 1 to a last one, each once and in order. */
  void assertExactly(int last) {
    Assertions.assertEquals(List.of(data(last)), subscriber.data(), subscriber::timeline);
    Assertions.assertEquals(List.of(), subscriber.violations());
  }

  /** Closes the subscription and waits for its last signal. */
  @Override
  public void close() {
    subscription.close();
    try {
      subscriber.awaitClosed();
    } finally {
      threads.close();
    }
  }

  private final class Pauses implements RealtimeListener {
    @Override
    public void waiting(Subscription of, Duration delay) {
      pauses.add(delay);
    }
  }
}
