package dev.realtime.testkit.webhook;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.Start;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.webhook.CallbackPolicy;
import dev.realtime.core.webhook.HeadPolicy;
import dev.realtime.core.webhook.NewSubscription;
import dev.realtime.core.webhook.RetryPolicy;
import dev.realtime.core.webhook.SubscriptionRecord;
import dev.realtime.core.webhook.SubscriptionStore;
import dev.realtime.core.webhook.WebhookOptions;
import dev.realtime.core.webhook.Webhooks;
import dev.realtime.spi.Append;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import dev.realtime.testkit.FakeTimers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Webhooks on a log in memory, whose work runs on the thread of the test and whose time is its. */
final class SenderFixture {
  static final String OWNER = "ann";
  static final String CHANNEL = "payments/acct_9";
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

  final FakeTimers timers = new FakeTimers();
  final FakeCallbackClient client = new FakeCallbackClient();
  final MemoryLogEngine engine;
  final DeliveryGroups groups;
  Webhooks webhooks;

  SenderFixture() {
    this(SubscriptionStore.none());
  }

  SenderFixture(SubscriptionStore store) {
    this(store, Retention.defaults());
  }

  SenderFixture(SubscriptionStore store, Retention retention) {
    engine = new MemoryLogEngine(retention, new TimerClock(), new Random(1));
    groups = DeliveryGroups.of(engine, Runnable::run);
    webhooks = open(store, 0);
  }

  Webhooks open(SubscriptionStore store, int rate) {
    WebhookOptions options =
        new WebhookOptions(
            CallbackPolicy.defaults(),
            RetryPolicy.defaults(),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            rate,
            100);
    return Webhooks.open(
        options,
        groups,
        client,
        store,
        new Webhooks.Machine(Runnable::run, timers, new TimerClock(), new Random(1)));
  }

  /** Begins again with what a store kept, as another process would. */
  void restart(SubscriptionStore store) {
    webhooks = open(store, 0);
    timers.advance(Duration.ofSeconds(30));
  }

  String subscribe(HeadPolicy policy) {
    return create("https://hooks.example/a", policy);
  }

  String create(String url, HeadPolicy policy) {
    return create(url, policy, 0);
  }

  String create(String url, HeadPolicy policy, int rate) {
    return create(url, policy, rate, false);
  }

  /** One whose receiver wants to be told when the server shuts down. */
  String createWithBye(String url) {
    return create(url, new HeadPolicy.Block(), 0, true);
  }

  private String create(String url, HeadPolicy policy, int rate, boolean bye) {
    NewSubscription wanted =
        new NewSubscription(
            CHANNEL,
            url,
            Optional.of(SECRET),
            Start.earliest(),
            Optional.empty(),
            policy,
            rate,
            bye);
    return webhooks.create(OWNER, wanted).toCompletableFuture().join().record().id();
  }

  void publish(int messages) {
    for (int i = 0; i < messages; i++) {
      engine
          .open(CHANNEL)
          .append(
              Append.anonymous(
                  List.of(new NewEntry(Payload.json("{}"), PublishOptions.defaults()))));
    }
  }

  SubscriptionRecord record(String id) {
    return webhooks.find(OWNER, id);
  }

  /** The types of the events that were told. */
  List<String> events() {
    return engine
        .open("$webhooks")
        .read(Position.ORIGIN, 1_000, Integer.MAX_VALUE)
        .toCompletableFuture()
        .join()
        .entries()
        .stream()
        .map(Entry::type)
        .toList();
  }

  /** The time of the timers. */
  private final class TimerClock extends Clock {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return BEGIN.plusNanos(timers.nanoTime());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
