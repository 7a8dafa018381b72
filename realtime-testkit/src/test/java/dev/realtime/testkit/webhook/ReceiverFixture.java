package dev.realtime.testkit.webhook;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.realtime.core.webhook.WebhookReply;
import dev.realtime.core.webhook.WebhookRequest;
import dev.realtime.core.wire.Codecs;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.testkit.FakeClock;
import dev.realtime.testkit.FakeTimers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A subscription whose webhooks a test posts, with every part replaceable by a wrong one; all on
 * one thread, callbacks when the test says.
 */
final class ReceiverFixture {
  final FakeTimers timers = new FakeTimers();
  final FakeClock clock = new FakeClock();
  final WebhookReceiver receiver =
      new WebhookReceiver(FakeSender.CHANNEL, FakeSender.verifier(clock), timers, 4_096);
  final FakeSender sender;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ClientTransport transport;

  /** All parts as they are. */
  ReceiverFixture() {
    this(right -> right, right -> right);
  }

  /**
   * Parts of which some are wrong.
   *
   * @param taking makes what a request is given to, of what a receiver does
   * @param reading makes the transport that the subscription reads from
   */
  ReceiverFixture(
      UnaryOperator<Function<WebhookRequest, CompletionStage<WebhookReply>>> taking,
      UnaryOperator<ClientTransport> reading) {
    sender = new FakeSender(taking.apply(receiver::receive), clock);
    transport = reading.apply(new ReceiverTransport(receiver));
  }

  /** Begins a subscription after a start, which gives up at the third failure of its handler. */
  SubscriptionLoop<String> subscribe(Start start, Subscriber<String> subscriber) {
    HandlerPolicy policy =
        new HandlerPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(1), HandlerPolicy.Then.STOP);
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

  /** Posts a delivery and runs what it causes. */
  CompletableFuture<WebhookReply> deliver(Batch batch) {
    CompletableFuture<WebhookReply> reply = sender.deliver(batch);
    run();
    return reply;
  }

  /** Posts what was given up once, and runs what it causes. */
  CompletableFuture<WebhookReply> replay(Batch batch) {
    CompletableFuture<WebhookReply> reply = sender.replay(batch);
    run();
    return reply;
  }

  /** The answer, which is there: nothing runs but this thread. */
  static WebhookReply answered(CompletableFuture<WebhookReply> reply) {
    assertThat(reply).isCompleted();
    return reply.join();
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
