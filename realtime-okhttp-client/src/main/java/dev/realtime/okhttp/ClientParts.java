package dev.realtime.okhttp;

import dev.realtime.RealtimeListener;
import dev.realtime.Transport;
import dev.realtime.core.channel.ChannelRealtime;
import dev.realtime.core.channel.SubscribeDefaults;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.PublishLimits;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.webhook.CallbackSite;
import dev.realtime.okhttp.call.Credentials;
import dev.realtime.spi.PublishTransport;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executor;
import okhttp3.OkHttpClient;

/** The parts of a client, put together and taken apart. */
record ClientParts(
    Configuration config,
    Transport standard,
    ChannelRealtime realtime,
    ClientTransports transports,
    PublishTransport publishing,
    ClientResources resources) {

  static ClientParts of(
      Configuration config,
      URI url,
      Credentials credentials,
      Optional<OkHttpClient> http,
      Optional<Executor> executor,
      Optional<CallbackSite> callbacks,
      RealtimeListener listener) {
    SecureRandom random = new SecureRandom();
    ClientResources resources = ClientResources.open(config, http);
    ClientTransports transports =
        new ClientTransports(config, url, credentials, resources, callbacks, random);
    Transport standard =
        config.get(Keys.TRANSPORT).orElseGet(() -> config.get(Keys.FALLBACK_ORDER).get(0));
    transports.transport(standard);
    SubscriptionContext context =
        new SubscriptionContext(
            executor.orElse(resources.threads().callbacks()),
            resources.threads().timers(),
            random,
            new BackoffPolicy(
                config.get(Keys.RETRY_MIN_DELAY),
                config.get(Keys.RETRY_MAX_DELAY),
                config.get(Keys.RETRY_RESET_AFTER)),
            new StateLog(url, listener),
            transports::transport);
    PublishTransport publishing = transports.publishing(standard);
    PublishLimits limits =
        PublishLimits.defaults().withMaxMessageBytes(config.get(Keys.MAX_MESSAGE_SIZE));
    ChannelRealtime realtime =
        new ChannelRealtime(
            context,
            publishing,
            limits,
            new SubscribeDefaults(standard, config.get(Keys.SUBSCRIBER_ON_GAP)));
    return new ClientParts(config, standard, realtime, transports, publishing, resources);
  }

  void close() {
    realtime
        .end()
        .whenComplete(
            (done, failure) -> {
              publishing.close();
              transports.close();
              resources.close();
            });
  }
}
