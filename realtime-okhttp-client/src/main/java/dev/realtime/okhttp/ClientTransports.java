package dev.realtime.okhttp;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.core.config.WebhookKeys;
import dev.realtime.core.webhook.CallbackSite;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.okhttp.call.Credentials;
import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.okhttp.poll.PollPace;
import dev.realtime.okhttp.poll.PollTransport;
import dev.realtime.okhttp.publish.HttpPublisher;
import dev.realtime.okhttp.sse.SseTransport;
import dev.realtime.okhttp.webhook.CallbackPlace;
import dev.realtime.okhttp.webhook.WebhookTransport;
import dev.realtime.okhttp.websocket.SocketPool;
import dev.realtime.okhttp.websocket.SocketPublisher;
import dev.realtime.okhttp.websocket.WebSocketTransport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.PublishTransport;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The transports that a client has. Immutable. */
final class ClientTransports implements AutoCloseable {
  private static final int MAX_WEBHOOK_BYTES = 8 << 20;

  private final SocketPool sockets;
  private final Map<Transport, ClientTransport> transports;
  private final HttpPublisher http;
  private final SocketPublisher overSocket;

  ClientTransports(
      Configuration config,
      URI url,
      Credentials credentials,
      ClientResources resources,
      Optional<CallbackSite> callbacks,
      RandomGenerator random) {
    ServerAddress server = new ServerAddress(HttpUrl.get(url.toString()), credentials);
    OkHttpClient client = credentials.sign(resources.http());
    Duration timeout = config.get(Keys.CLIENT_REQUEST_TIMEOUT);
    sockets = new SocketPool(server, client, resources.threads().timers());
    List<ClientTransport> all =
        new ArrayList<>(
            List.of(
                new PollTransport(
                    PollPace.everySoOften(
                        config.get(Keys.SHORT_POLLING_INTERVAL),
                        config.get(Keys.SHORT_POLLING_JITTER),
                        timeout),
                    server,
                    client,
                    resources.requests(),
                    random),
                new PollTransport(
                    PollPace.waiting(config.get(Keys.LONG_POLLING_WAIT), timeout),
                    server,
                    client,
                    resources.requests(),
                    random),
                new SseTransport(
                    server, client, resources.requests(), resources.threads().timers()),
                new WebSocketTransport(sockets)));
    callbacks
        .map(CallbackPlace::mounted)
        .or(() -> ownPlace(config))
        .ifPresent(place -> all.add(webhooks(config, server, client, resources, place, random)));
    transports = all.stream().collect(Collectors.toMap(ClientTransport::transport, t -> t));
    http = new HttpPublisher(server, client, timeout, resources.requests());
    overSocket = new SocketPublisher(sockets, http, resources.threads().timers(), timeout);
  }

  private static Optional<CallbackPlace> ownPlace(Configuration config) {
    return config
        .get(WebhookKeys.CALLBACK_URL)
        .map(url -> CallbackPlace.own(url, config.get(WebhookKeys.LISTEN)));
  }

  private static WebhookTransport webhooks(
      Configuration config,
      ServerAddress server,
      OkHttpClient client,
      ClientResources resources,
      CallbackPlace place,
      RandomGenerator random) {
    return new WebhookTransport(
        server,
        client,
        place,
        new WebhookTransport.Options(
            secret(config),
            config.get(Keys.CLIENT_REQUEST_TIMEOUT),
            config.get(Keys.HEARTBEAT_INTERVAL),
            MAX_WEBHOOK_BYTES),
        resources.requests(),
        resources.threads().timers(),
        Clock.systemUTC(),
        random);
  }

  private static Optional<String> secret(Configuration config) {
    Optional<String> secret = config.get(WebhookKeys.SECRET);
    secret.ifPresent(ClientTransports::checkSecret);
    return secret;
  }

  private static void checkSecret(String text) {
    try {
      WebhookSecret.parse(text);
    } catch (RejectedException e) {
      throw new RejectedException(
          ErrorCode.CONFIGURATION, "realtime.webhook.secret is wrong: " + e.getMessage(), e);
    }
    if (!text.startsWith("whsec_")) {
      throw new RejectedException(
          ErrorCode.CONFIGURATION,
          "realtime.webhook.secret signs and verifies, so it is a whsec_ and no other kind of key");
    }
  }

  ClientTransport transport(Transport name) {
    @Nullable ClientTransport found = transports.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          name == Transport.WEBHOOK
              ? "a client receives webhooks at realtime.webhook.callback-url, which is not set"
              : "a client has no transport "
                  + name.configName()
                  + "; it has "
                  + transports.keySet().stream().map(Transport::configName).sorted().toList());
    }
    return found;
  }

  /** What carries publishes beside a transport of subscriptions. */
  PublishTransport publishing(Transport beside) {
    return beside == Transport.WEBSOCKET ? overSocket : http;
  }

  @Override
  public void close() {
    transports.values().forEach(ClientTransport::close);
    sockets.close();
  }
}
