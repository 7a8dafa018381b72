package dev.realtime.testkit.webhook;

import dev.realtime.HandlerPolicy;
import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.loop.SubscriptionLoop;
import dev.realtime.core.webhook.ReceiverTransport;
import dev.realtime.core.webhook.WebhookReceiver;
import dev.realtime.core.wire.Codecs;
import dev.realtime.testkit.FakeClock;
import dev.realtime.testkit.FakeTimers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;

/** A subscription whose webhooks a test posts; all on one thread, callbacks when the test says. */
final class ReceiverFixture {
  final FakeTimers timers = new FakeTimers();
  final FakeClock clock = new FakeClock();
  final WebhookReceiver receiver =
      new WebhookReceiver(FakeSender.CHANNEL, FakeSender.verifier(clock), timers, 4_096);
  final FakeSender sender = new FakeSender(receiver, clock);
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

  /** Begins a subscription after a start, which gives up at the third failure of its handler. */
  SubscriptionLoop<String> subscribe(Start start, Subscriber<String> subscriber) {
    HandlerPolicy policy =
        new HandlerPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(1), HandlerPolicy.Then.STOP);
    ReceiverTransport transport = new ReceiverTransport(receiver);
    SubscriptionLoop<String> loop =
        new SubscriptionLoop<>(
            FakeSender.CHANNEL,
            Codecs.of(String.class),
            SubscribeOptions.from(start).withHandlerPolicy(policy),
            subscriber,
            transport,
            new SubscriptionContext(
                tasks::add,
                timers,
                new Random(1),
                BackoffPolicy.defaults(),
                RealtimeListener.NONE,
                name -> transport));
    loop.start();
    run();
    return loop;
  }

  /** Runs the callbacks that are due. */
  void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  void advance(Duration duration) {
    timers.advance(duration);
    run();
  }
}
