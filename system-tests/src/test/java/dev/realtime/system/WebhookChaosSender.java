package dev.realtime.system;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.webhook.CallbackPolicy;
import dev.realtime.core.webhook.FileSubscriptionStore;
import dev.realtime.core.webhook.HeadPolicy;
import dev.realtime.core.webhook.NewSubscription;
import dev.realtime.core.webhook.RetryPolicy;
import dev.realtime.core.webhook.WebhookOptions;
import dev.realtime.core.webhook.Webhooks;
import dev.realtime.okhttp.webhook.OkHttpCallbackClient;
import dev.realtime.spi.LogEngine;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server process is to its webhooks: threads, connections and the directory, which end at
 * once when it is killed. The log is not in it, as with a database.
 */
final class WebhookChaosSender implements AutoCloseable {
  static final Duration BACKOFF_CAP = Duration.ofMillis(100);

  private static final String OWNER = "bank";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final RealtimeThreads threads = new RealtimeThreads();
  private final OkHttpCallbackClient client;
  private final Webhooks webhooks;

  WebhookChaosSender(LogEngine engine, Path directory) {
    CallbackPolicy policy = CallbackPolicy.defaults().allowingPrivate().allowingAnyPort();
    RetryPolicy retry = new RetryPolicy(Duration.ofMillis(5), BACKOFF_CAP, Duration.ofHours(1));
    WebhookOptions options = new WebhookOptions(policy, retry, TIMEOUT, TIMEOUT, 0, 10);
    client = new OkHttpCallbackClient(policy, TIMEOUT);
    webhooks =
        Webhooks.open(
            options,
            DeliveryGroups.of(engine, threads.flusher()),
            client,
            FileSubscriptionStore.open(directory),
            new Webhooks.Machine(
                threads.callbacks(), threads.timers(), Clock.systemUTC(), new SecureRandom()));
  }

  /** Registers the one subscription. */
  void subscribe(String channel, String url, String secret) {
    NewSubscription wanted =
        new NewSubscription(
            channel,
            url,
            Optional.of(secret),
            Start.earliest(),
            Optional.empty(),
            new HeadPolicy.Block(),
            0,
            false);
    webhooks.create(OWNER, wanted).toCompletableFuture().join();
  }

  /** The position of the one subscription. */
  Position position() {
    return webhooks.list(OWNER).get(0).progress().position();
  }

  /** Ends in the middle of whatever it does: a request under way is cut. */
  @Override
  public void close() {
    client.close();
    webhooks.close();
    threads.close();
  }
}
