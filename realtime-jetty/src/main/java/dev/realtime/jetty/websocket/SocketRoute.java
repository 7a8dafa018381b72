package dev.realtime.jetty.websocket;

import dev.realtime.core.config.Keys;
import dev.realtime.jetty.publish.PublishRoute;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Upgrades a request to a socket, with Jetty's websocket-core. */
public final class SocketRoute {
  private final WebSocketMappings mappings;

  /** A route over the WebSocket components of a Jetty server. */
  public SocketRoute(WebSocketComponents components) {
    this.mappings = new WebSocketMappings(components);
  }

  /** Upgrades; false if the handshake is none. */
  public boolean upgrade(
      SocketRequest socket, Request request, Response response, Callback callback) {
    WebSocketNegotiator negotiator =
        (upgradeRequest, upgradeResponse, done) -> {
          upgradeResponse.setExtensions(List.of());
          if (upgradeRequest.hasSubProtocol(SocketRequest.SUBPROTOCOL)) {
            upgradeResponse.setAcceptedSubProtocol(SocketRequest.SUBPROTOCOL);
          }
          return new SocketConnection(socket);
        };
    return mappings.upgrade(negotiator, request, response, callback, limits(socket));
  }

  private static Configuration.Customizer limits(SocketRequest socket) {
    Configuration.ConfigurationCustomizer limits = new Configuration.ConfigurationCustomizer();
    limits.setMaxFrameSize(PublishRoute.MAX_BODY);
    limits.setMaxTextMessageSize(PublishRoute.MAX_BODY);
    limits.setAutoFragment(true);
    Duration beat = socket.caller().server().config().get(Keys.HEARTBEAT_INTERVAL);
    limits.setIdleTimeout(beat.multipliedBy(4));
    return limits;
  }
}
