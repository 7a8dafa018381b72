package dev.realtime.jetty;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.Realtime;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.jetty.exchange.JettyExchange;
import dev.realtime.jetty.websocket.SocketHandshake;
import dev.realtime.jetty.websocket.SocketRoute;
import dev.realtime.spi.AccessPolicy;
import dev.realtime.spi.Authenticator;
import dev.realtime.spi.LogEngine;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * The realtime server as a Jetty handler, to be mounted in anybody's {@link
 * org.eclipse.jetty.server.Server}: it answers below its path and leaves all else to the next
 * handler. It is a {@link Realtime} too, so that the process it runs in publishes and subscribes
 * without a network.
 *
 * <p>When the Jetty server stops, the handler drains: streams end with a hint when to come again.
 * {@link #close} ends the subscriptions of this process and the threads; one that is never closed
 * keeps them.
 *
 * <p>Thread-safe.
 */
public final class RealtimeHandler extends Handler.Abstract.NonBlocking
    implements Realtime, Graceful {
  private final Node node;
  private final boolean guarded;
  private final Router router;
  private final String base;
  private @Nullable SocketRoute sockets;

  private RealtimeHandler(Node node, boolean guarded) {
    this.node = node;
    this.guarded = guarded;
    Configuration config = node.context().config();
    this.router =
        new Router(
            node.context(),
            new OriginRule(config.get(Keys.SERVER_ALLOWED_ORIGINS)),
            node.webhooks());
    String path = config.get(Keys.SERVER_PATH);
    this.base = path.equals("/") ? "" : path;
  }

  /** A handler with the configuration of this process, open to everybody on this machine. */
  public static RealtimeHandler create() {
    return builder().build();
  }

  /** A handler in the making. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins with its server.
   *
   * @throws dev.realtime.RejectedException if a connector of the server can be reached by others,
   *     and there is no access policy
   */
  @Override
  protected void doStart() throws Exception {
    if (!guarded && !configuration().get(Keys.SERVER_INSECURE)) {
      for (Connector connector : getServer().getConnectors()) {
        if (connector instanceof NetworkConnector open) {
          OpenAddress.refuse(open.getHost(), open.getPort());
        }
      }
    }
    WebSocketComponents components =
        WebSocketServerComponents.ensureWebSocketComponents(getServer());
    sockets = new SocketRoute(components);
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    SocketRoute upgrades = sockets;
    if (upgrades == null || path == null || !isBelowBase(path)) {
      return false;
    }
    JettyExchange exchange = new JettyExchange(request, response, callback);
    router.handle(
        exchange,
        path.substring(base.length()),
        socket -> {
          if (!upgrades.upgrade(socket, request, response, callback)) {
            throw SocketHandshake.refused();
          }
        });
    return true;
  }

  private boolean isBelowBase(String path) {
    return path.startsWith(base)
        && (path.length() == base.length() || path.charAt(base.length()) == '/');
  }

  /** What writes what the channels deliver. */
  SelectorFlusher flusher() {
    return node.flusher();
  }

  /** The effective configuration. */
  public Configuration configuration() {
    return node.context().config();
  }

  @Override
  public <T> Channel<T> channel(String name, Class<T> type) {
    return node.realtime().channel(name, type);
  }

  @Override
  public <T> Channel<T> channel(String name, Codec<T> codec) {
    return node.realtime().channel(name, codec);
  }

  /** Ends all exchanges, each with a hint when to come again; new requests are refused. */
  @Override
  public CompletableFuture<Void> shutdown() {
    return node.drain().toCompletableFuture();
  }

  @Override
  public boolean isShutdown() {
    return node.context().open().isDraining();
  }

  @Override
  public void close() {
    node.close();
  }

  /** A handler in the making. Confined to one thread. */
  public static final class Builder {
    private final NodeBuilder node = new NodeBuilder();

    private Builder() {}

    /** The configuration; that of this process unless given. */
    public Builder configuration(Configuration value) {
      node.configuration = value;
      return this;
    }

    /** Where the logs are; the memory of this process unless given. */
    public Builder engine(LogEngine value) {
      node.engine = value;
      return this;
    }

    /** Who makes a request; everybody is anonymous unless given. */
    public Builder authenticator(Authenticator value) {
      node.authenticator = value;
      return this;
    }

    /** Who may do what; everybody everything unless given. */
    public Builder accessPolicy(AccessPolicy value) {
      node.accessPolicy = value;
      return this;
    }

    boolean isGuarded() {
      return node.accessPolicy != null;
    }

    /**
     * A handler, to be added to a Jetty server before that starts. What the configuration allows
     * and probably does not mean is logged as a warning.
     */
    public RealtimeHandler build() {
      RealtimeHandler built = new RealtimeHandler(node.build(), isGuarded());
      built.configuration().logWarnings();
      return built;
    }
  }
}
