package dev.realtime.jetty;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.webhook.Webhooks;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.jetty.exchange.ServerContext;
import dev.realtime.jetty.poll.PollRoute;
import dev.realtime.jetty.publish.PublishRoute;
import dev.realtime.jetty.sse.SseRoute;
import dev.realtime.jetty.webhook.WebhookRoute;
import dev.realtime.jetty.websocket.SocketRequest;
import dev.realtime.spi.AccessPolicy.Action;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds for a request who makes it, whether they may, and which transport answers it.
 *
 * <p>Thread-safe.
 */
final class Router {
  private final ServerContext server;
  private final OriginRule origins;
  private final PollRoute polls;
  private final SseRoute events = new SseRoute();
  private final PublishRoute publishing = new PublishRoute();
  private final ClientModuleRoute module = new ClientModuleRoute();
  private final StatusRoute status;
  private final Optional<WebhookRoute> webhooks;

  Router(ServerContext server, OriginRule origins, Optional<Webhooks> webhooks) {
    this.webhooks = webhooks.map(WebhookRoute::new);
    this.server = server;
    this.polls = new PollRoute(server.time().timers());
    this.origins = origins;
    this.status = new StatusRoute(server);
  }

  /**
   * Answers a request.
   *
   * @param path below the base, as it was sent
   * @param upgrade makes the connection a socket
   */
  void handle(HttpExchange exchange, String path, Consumer<SocketRequest> upgrade) {
    guard(
        exchange,
        () -> {
          origins.check(exchange);
          checkProtocol(exchange);
          Route route = Route.parse(path);
          if (exchange.method().equals("OPTIONS")) {
            OriginRule.describe(exchange);
            exchange.respond(204, Map.of(), ByteBuffer.allocate(0));
          } else if (route instanceof Route.OfClientModule) {
            requireMethod(exchange, "GET", "HEAD");
            module.handle(exchange);
          } else if (route instanceof Route.OfStatus) {
            requireMethod(exchange, "GET", "HEAD");
            status.describe(exchange);
          } else if (route instanceof Route.OfHealth health) {
            requireMethod(exchange, "GET", "HEAD");
            status.health(exchange, health.ready());
          } else {
            authenticate(exchange, route, upgrade);
          }
        });
  }

  private void authenticate(HttpExchange exchange, Route route, Consumer<SocketRequest> upgrade) {
    server.open().checkRunning();
    Caller.authenticate(server, exchange.header("Authorization"))
        .whenComplete(
            (caller, failure) -> {
              if (failure != null) {
                Failures.answer(exchange, failure);
              } else if (route instanceof Route.OfChannel on) {
                guard(exchange, () -> channel(exchange, caller, on.channel(), upgrade));
              } else if (route instanceof Route.OfSocket) {
                guard(exchange, () -> socket(exchange, caller, upgrade));
              } else {
                guard(exchange, () -> webhooks(exchange, caller, route));
              }
            });
  }

  private void channel(
      HttpExchange exchange, Caller caller, String channel, Consumer<SocketRequest> upgrade) {
    requireMethod(exchange, "GET", "HEAD", "POST");
    if (exchange.method().equals("POST")) {
      publishing.handle(exchange, caller, channel);
      return;
    }
    if (exchange.method().equals("HEAD") && !exchange.headers("Realtime-Producer").isEmpty()) {
      status.nextSequence(exchange, caller, channel);
      return;
    }
    caller
        .require(Action.SUBSCRIBE, channel)
        .whenComplete(
            (allowed, failure) -> {
              if (failure != null) {
                Failures.answer(exchange, failure);
              } else {
                guard(exchange, () -> read(exchange, caller, channel, upgrade));
              }
            });
  }

  private void read(
      HttpExchange exchange, Caller caller, String channel, Consumer<SocketRequest> upgrade) {
    if (exchange.method().equals("HEAD")) {
      status.bounds(exchange, channel);
    } else if (isUpgrade(exchange)) {
      upgrade.accept(SocketRequest.ofChannel(exchange, caller, channel));
    } else if (Failures.wantsEvents(exchange)) {
      events.handle(exchange, caller, channel);
    } else {
      polls.handle(exchange, caller, channel);
    }
  }

  private static void socket(
      HttpExchange exchange, Caller caller, Consumer<SocketRequest> upgrade) {
    requireMethod(exchange, "GET");
    if (!isUpgrade(exchange)) {
      exchange.setHeader("Upgrade", "websocket");
      throw new RejectedException(
          ErrorCode.PROTOCOL_VERSION, "this is a WebSocket; send Upgrade: websocket");
    }
    upgrade.accept(SocketRequest.ofManyChannels(exchange, caller));
  }

  private void webhooks(HttpExchange exchange, Caller caller, Route route) {
    WebhookRoute administration =
        webhooks.orElseThrow(
            () ->
                new RejectedException(
                    ErrorCode.TRANSPORT_DISABLED,
                    "this server sends no webhooks; it needs webhook in realtime.server.transports"
                        + " and dev.realtime:realtime-okhttp-client beside it"));
    if (route instanceof Route.OfWebhook one) {
      requireMethod(exchange, "GET", "HEAD", "PATCH", "DELETE");
      administration.one(exchange, caller, one.id());
    } else if (route instanceof Route.OfWebhookAction doing) {
      requireMethod(exchange, "POST");
      administration.act(exchange, caller, doing.id(), doing.action());
    } else {
      requireMethod(exchange, "GET", "HEAD", "POST");
      administration.all(exchange, caller);
    }
  }

  private static boolean isUpgrade(HttpExchange exchange) {
    return exchange.header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
  }

  private static void checkProtocol(HttpExchange exchange) {
    List<String> versions = exchange.elements("Realtime-Protocol");
    if (!versions.isEmpty() && !versions.contains("1")) {
      throw new RejectedException(
          ErrorCode.PROTOCOL_VERSION, "this server speaks Realtime-Protocol 1");
    }
  }

  private static void requireMethod(HttpExchange exchange, String... allowed) {
    for (String method : allowed) {
      if (exchange.method().equals(method)) {
        return;
      }
    }
    String list = String.join(", ", allowed);
    exchange.setHeader("Allow", list + ", OPTIONS");
    throw new RejectedException(ErrorCode.METHOD_NOT_ALLOWED, "the method is none of " + list);
  }

  private static void guard(HttpExchange exchange, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      Failures.answer(exchange, e);
    }
  }
}
