package dev.realtime.jetty;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.ErrorCode;
import dev.realtime.Realtime;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.spi.AccessPolicy;
import dev.realtime.spi.Authenticator;
import dev.realtime.spi.LogEngine;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.server.Handler;

/**
 * A running server: one address, all transports. Starts in one line:
 *
 * <pre>{@code RealtimeServer server = RealtimeServer.start();}</pre>
 *
 * <p>It listens on {@code http://localhost:8080/realtime} unless configured, and refuses an address
 * that others can reach unless an access policy is given or {@code realtime.server.insecure} is
 * true. {@link #close} drains: every client is told when to come again, for at most {@code
 * realtime.server.shutdown-timeout}.
 *
 * <p>Thread-safe. One that is not closed keeps its port and threads.
 */
public final class RealtimeServer implements Realtime {
  private final JettyServer jetty;
  private final RealtimeHandler handler;
  private final URI url;

  private RealtimeServer(JettyServer jetty, RealtimeHandler handler, URI url) {
    this.jetty = jetty;
    this.handler = handler;
    this.url = url;
  }

  /**
   * Starts with the configuration of this process.
   *
   * @throws UnavailableException if the address is in use
   * @throws RejectedException if the configuration is wrong
   */
  public static RealtimeServer start() {
    return builder().start();
  }

  /** A server in the making. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where it listens, with the base path, for example {@code http://localhost:8080/realtime}. */
  public URI url() {
    return url;
  }

  /** The port it listens on. */
  public int port() {
    return url.getPort();
  }

  /** The effective configuration. */
  public Configuration configuration() {
    return handler.configuration();
  }

  @Override
  public <T> Channel<T> channel(String name, Class<T> type) {
    return handler.channel(name, type);
  }

  @Override
  public <T> Channel<T> channel(String name, Codec<T> codec) {
    return handler.channel(name, codec);
  }

  /** Waits until the server is closed. */
  public void join() throws InterruptedException {
    jetty.join();
  }

  @Override
  public void close() {
    jetty.stop();
    handler.close();
  }

  /** A server in the making. Confined to one thread. */
  public static final class Builder {
    private final RealtimeHandler.Builder handler = RealtimeHandler.builder();
    private Configuration.Builder sources = Configuration.builder().standardSources();
    private Handler also =
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(
              org.eclipse.jetty.server.Request request,
              org.eclipse.jetty.server.Response response,
              org.eclipse.jetty.util.Callback callback) {
            return false;
          }
        };

    private Builder() {}

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

    /** The port; 0 is a free one. The same as {@code set("realtime.server.port", …)}. */
    public Builder port(int value) {
      return set(Keys.SERVER_PORT.name(), Integer.toString(value));
    }

    /** Where the logs are; the memory of this process unless given. */
    public Builder engine(LogEngine value) {
      handler.engine(value);
      return this;
    }

    /** Who makes a request; everybody is anonymous unless given. */
    public Builder authenticator(Authenticator value) {
      handler.authenticator(value);
      return this;
    }

    /** Who may do what; everybody everything unless given. */
    public Builder accessPolicy(AccessPolicy value) {
      handler.accessPolicy(value);
      return this;
    }

    /**
     * Answers the requests that are not below the base path, for example with pages. It should be
     * one of {@code Handler.Abstract.NonBlocking}: beside a handler that may block, Jetty hands
     * every request, polls too, to another thread first.
     */
    public Builder also(Handler value) {
      also = value;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws UnavailableException if the address is in use
     * @throws RejectedException if the configuration is wrong, or the address can be reached by
     *     others and there is no access policy
     */
    public RealtimeServer start() {
      Configuration config = sources.build();
      String host = config.get(Keys.SERVER_HOST);
      if (!handler.isGuarded() && !config.get(Keys.SERVER_INSECURE)) {
        OpenAddress.refuse(host, config.get(Keys.SERVER_PORT));
      }
      RealtimeHandler realtime = handler.configuration(config).build();
      JettyServer jetty = new JettyServer(config, realtime, also);
      try {
        jetty.start();
      } catch (IOException e) {
        realtime.close();
        throw new UnavailableException(
            ErrorCode.CONNECTION_LOST,
            "Cannot listen on %s:%d: %s. Is another server running? Set realtime.server.port."
                .formatted(host, config.get(Keys.SERVER_PORT), e.getMessage()),
            null,
            false,
            e);
      }
      return new RealtimeServer(jetty, realtime, jetty.url(config.get(Keys.SERVER_PATH)));
    }
  }
}
