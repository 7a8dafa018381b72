package dev.realtime.okhttp;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.ErrorCode;
import dev.realtime.Realtime;
import dev.realtime.RealtimeListener;
import dev.realtime.RejectedException;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.core.config.WebhookKeys;
import dev.realtime.core.webhook.CallbackSite;
import dev.realtime.okhttp.call.Credentials;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a realtime server, over whichever transport is configured:
 *
 * <pre>{@code RealtimeClient client = RealtimeClient.connect("http://localhost:8080/realtime");}
 * </pre>
 *
 * <p>Nothing is sent until a channel is used. What is lost on the way is opened again at the
 * position, with jittered delays, for as long as it takes; what is published is repeated under the
 * same number until it is stored or refused. {@link #close} ends the subscriptions and publishers,
 * closes what the client opened and leaves no thread.
 *
 * <p>Thread-safe. One that is not closed keeps threads and sockets.
 */
public final class RealtimeClient implements Realtime {
  private final ClientParts parts;

  private RealtimeClient(ClientParts parts) {
    this.parts = parts;
  }

  /**
   * A client of a server, with the configuration of this process for all else.
   *
   * @param url the base URL of the server, {@code http}, {@code https}, {@code ws} or {@code wss}
   * @throws RejectedException if the URL or the configuration is wrong
   */
  public static RealtimeClient connect(String url) {
    return builder().url(url).connect();
  }

  /** A client in the making. */
  public static Builder builder() {
    return new Builder();
  }

  /** The transport of subscriptions that name none. */
  public Transport transport() {
    return parts.standard();
  }

  /** The effective configuration. */
  public Configuration configuration() {
    return parts.config();
  }

  @Override
  public <T> Channel<T> channel(String name, Class<T> type) {
    return parts.realtime().channel(name, type);
  }

  @Override
  public <T> Channel<T> channel(String name, Codec<T> codec) {
    return parts.realtime().channel(name, codec);
  }

  @Override
  public void close() {
    parts.close();
  }

  /** A client in the making. Confined to one thread. */
  public static final class Builder {
    private Configuration.Builder sources = Configuration.builder().standardSources();
    private @Nullable OkHttpClient http;
    private @Nullable Executor executor;
    private RealtimeListener listener = RealtimeListener.NONE;
    private @Nullable CallbackSite callbacks;
    private @Nullable Supplier<String> tokens;

    private Builder() {}

    /** The base URL of the server. The same as {@code set("realtime.client.url", …)}. */
    public Builder url(String value) {
      return set(Keys.CLIENT_URL.name(), value);
    }

    /** The transport, whatever else is configured. */
    public Builder transport(Transport value) {
      return set(Keys.TRANSPORT.name(), value.configName());
    }

    /**
     * Where bearer tokens come from, in place of {@code realtime.client.token}: asked for one that
     * is good now before the first request, and again whenever the server refuses the last one or
     * ends a stream because it expired; the subscription then goes on at its position and the
     * publish is repeated under its number. A new token that is refused too is the end (SPEC 4.24).
     *
     * @param value called on a thread of requests, never by two at a time; may block, but within
     *     {@code realtime.client.request-timeout}. If it throws, the request counts as lost and is
     *     made again after a delay
     */
    public Builder tokens(Supplier<String> value) {
      tokens = value;
      return this;
    }

    /** Sets a configuration value, which wins over all other sources. */
    public Builder set(String key, String value) {
      sources.set(key, value);
      return this;
    }

    /** Takes the configuration from other sources than those of this process. */
    public Builder configuration(Configuration.Builder value) {
      sources = value;
      return this;
    }

    /**
     * Shares the connections, certificates, proxies and interceptors of a client; it stays open.
     */
    public Builder okHttpClient(OkHttpClient value) {
      http = value;
      return this;
    }

    /** Runs the callbacks of subscribers; threads of the client's own unless given. */
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /**
     * Where webhooks arrive, for {@code realtime.transport=webhook}: mounted in a server of the
     * application, which opens and closes it. Unless given, the client starts a server at {@code
     * realtime.webhook.callback-url} when the first subscription needs it.
     */
    public Builder callbacks(CallbackSite value) {
      callbacks = value;
      return set(WebhookKeys.CALLBACK_URL.name(), value.url().toString());
    }

    /** Is told of what happens. */
    public Builder listener(RealtimeListener value) {
      listener = value;
      return this;
    }

    /**
     * The client; nothing is sent yet. What the configuration allows and probably does not mean is
     * logged as a warning.
     *
     * @throws RejectedException if the configuration is wrong
     */
    public RealtimeClient connect() {
      Configuration config = sources.build();
      URI url =
          config
              .get(Keys.CLIENT_URL)
              .orElseThrow(
                  () ->
                      new RejectedException(
                          ErrorCode.CONFIGURATION,
                          "No server is named. Pass its URL, for example http://localhost:8080/realtime, or set realtime.client.url."));
      ClientParts parts =
          ClientParts.of(
              config,
              url,
              credentials(config),
              Optional.ofNullable(http),
              Optional.ofNullable(executor),
              Optional.ofNullable(callbacks),
              listener);
      config.logWarnings();
      return new RealtimeClient(parts);
    }

    private Credentials credentials(Configuration config) {
      if (tokens == null) {
        return Credentials.fixed(config.get(Keys.CLIENT_TOKEN));
      }
      config.requireThatATokenMayTravel();
      return Credentials.renewable(tokens);
    }
  }
}
