package dev.realtime.jetty;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeListener;
import dev.realtime.RejectedException;
import dev.realtime.Transport;
import dev.realtime.core.channel.ChannelRealtime;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.channel.SubscribeDefaults;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.core.local.LocalPublishTransport;
import dev.realtime.core.local.LocalTransport;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.QueuedLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.loop.PublishLimits;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.webhook.CallbackClient;
import dev.realtime.core.webhook.CallbackClientProvider;
import dev.realtime.core.webhook.WebhookOptions;
import dev.realtime.core.webhook.Webhooks;
import dev.realtime.jetty.exchange.OpenExchanges;
import dev.realtime.jetty.exchange.ServerContext;
import dev.realtime.spi.AccessPolicy;
import dev.realtime.spi.Authenticator;
import dev.realtime.spi.LogEngine;
import dev.realtime.spi.Principal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a server together. Confined to one thread. */
final class NodeBuilder {
  @Nullable Configuration configuration;
  @Nullable LogEngine engine;
  Authenticator authenticator = token -> CompletableFuture.completedFuture(Principal.ANONYMOUS);
  @Nullable AccessPolicy accessPolicy;

  private final RealtimeThreads threads = new RealtimeThreads();
  private final SelectorFlusher flusher = new SelectorFlusher(threads.flusher());
  private final SecureRandom random = new SecureRandom();

  Configuration configuration() {
    if (configuration == null) {
      configuration = Configuration.builder().standardSources().build();
    }
    return configuration;
  }

  Node build() {
    Configuration config = configuration();
    QueuedLogEngine logs =
        new QueuedLogEngine(engine == null ? memory(config) : engine, threads.callbacks());
    DeliveryGroups groups =
        new DeliveryGroups(
            logs,
            config.get(Keys.BATCH_MAX_MESSAGES),
            config.get(Keys.BATCH_MAX_BYTES),
            List.of(flusher));
    OpenExchanges open =
        new OpenExchanges(
            config.get(Keys.SERVER_MAX_CONNECTIONS),
            config.get(Keys.SERVER_MAX_CONNECTIONS_PER_IP),
            random);
    ServerContext context =
        new ServerContext(
            config,
            logs,
            groups,
            open,
            new ServerContext.Security(
                authenticator, accessPolicy == null ? AccessPolicy.allowAll() : accessPolicy),
            new ServerContext.Time(threads.timers(), Clock.systemUTC(), random));
    LocalTransport transport = new LocalTransport(groups);
    return new Node(
        context,
        realtime(config, logs, transport),
        transport,
        webhooks(config, groups),
        threads,
        flusher);
  }

  /** What sends webhooks, if they are wanted and there is something that can send them. */
  private Optional<Webhooks> webhooks(Configuration config, DeliveryGroups groups) {
    if (!config.get(Keys.SERVER_TRANSPORTS).contains(Transport.WEBHOOK)) {
      return Optional.empty();
    }
    WebhookOptions options = WebhookOptions.of(config);
    Optional<CallbackClient> client =
        CallbackClientProvider.find()
            .map(provider -> provider.open(options.policy(), options.connectTimeout()));
    if (client.isEmpty() && config.isSet(Keys.SERVER_TRANSPORTS)) {
      throw new RejectedException(
          ErrorCode.CONFIGURATION,
          "realtime.server.transports names webhook, and nothing on the class path sends webhooks."
              + " Add dev.realtime:realtime-okhttp-client, or leave webhook out.");
    }
    return client.map(
        found ->
            Webhooks.open(
                options,
                groups,
                found,
                WebhookOptions.store(config),
                new Webhooks.Machine(
                    threads.callbacks(), threads.timers(), Clock.systemUTC(), random)));
  }

  private LogEngine memory(Configuration config) {
    Retention retention =
        new Retention(
            config.get(Keys.RETENTION_MAX_MESSAGES),
            config.get(Keys.RETENTION_MAX_BYTES),
            config.get(Keys.RETENTION_MAX_AGE));
    return new MemoryLogEngine(retention, Clock.systemUTC(), random);
  }

  private ChannelRealtime realtime(
      Configuration config, QueuedLogEngine logs, LocalTransport transport) {
    SubscriptionContext context =
        new SubscriptionContext(
            threads.callbacks(),
            threads.timers(),
            random,
            BackoffPolicy.defaults(),
            RealtimeListener.NONE,
            name -> {
              if (name != Transport.MEMORY) {
                throw new IllegalArgumentException(
                    "a server subscribes in its own process: the transport is memory, not "
                        + name.configName());
              }
              return transport;
            });
    PublishLimits limits =
        PublishLimits.defaults().withMaxMessageBytes(config.get(Keys.MAX_MESSAGE_SIZE));
    return new ChannelRealtime(
        context,
        new LocalPublishTransport(logs),
        limits,
        new SubscribeDefaults(Transport.MEMORY, config.get(Keys.SUBSCRIBER_ON_GAP)));
  }
}
