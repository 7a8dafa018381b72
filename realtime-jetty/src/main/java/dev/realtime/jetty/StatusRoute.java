package dev.realtime.jetty;

import dev.realtime.Transport;
import dev.realtime.core.wire.ProducerId;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.jetty.exchange.ServerContext;
import dev.realtime.spi.AccessPolicy.Action;
import dev.realtime.spi.Bounds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the server and its channels are now: status, health, and the bounds of a channel. */
record StatusRoute(ServerContext server) {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  void health(HttpExchange exchange, boolean ready) {
    boolean up = !ready || !server.open().isDraining();
    String body = up ? "{\"status\":\"up\"}" : "{\"status\":\"draining\"}";
    respond(exchange, up ? 200 : 503, "application/json", body);
  }

  void describe(HttpExchange exchange) {
    Map<Transport, Integer> open = server.open().counts();
    boolean json =
        exchange.header("Accept").filter(a -> a.contains("application/json")).isPresent();
    StringBuilder text = new StringBuilder();
    line(text, json, "status", server.open().isDraining() ? "draining" : "up", "");
    line(text, json, "engine", server.engine().name(), "where the logs are");
    line(text, json, "channels", server.engine().channels(), "that have had a message");
    line(text, json, "longPolls", open.getOrDefault(Transport.LONG_POLLING, 0), "waiting now");
    line(text, json, "eventStreams", open.getOrDefault(Transport.SSE, 0), "open now");
    line(text, json, "sockets", open.getOrDefault(Transport.WEBSOCKET, 0), "open now");
    respond(
        exchange,
        200,
        json ? "application/json" : "text/plain; charset=utf-8",
        json ? "{" + text + "}" : text.toString());
  }

  private static void line(
      StringBuilder text, boolean json, String name, Object value, String meaning) {
    if (json) {
      text.append(text.length() == 0 ? "" : ",").append('"').append(name).append("\":");
      text.append(value instanceof Number ? value : "\"" + value + "\"");
    } else {
      text.append(name).append(": ").append(value);
      text.append(meaning.isEmpty() ? "" : " (" + meaning + ")").append('\n');
    }
  }

  private static void respond(HttpExchange exchange, int status, String type, String body) {
    exchange.respond(
        status,
        Map.of("Content-Type", type, "Cache-Control", "no-store"),
        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Answers a HEAD of a channel by a caller who may read it. */
  void bounds(HttpExchange exchange, String channel) {
    server
        .engine()
        .open(channel)
        .bounds()
        .thenAccept(
            bounds -> {
              tell(exchange, bounds);
              succeed(exchange);
            })
        .exceptionally(failure -> fail(exchange, failure));
  }

  /**
   * Answers a HEAD that asks for the next sequence of a producer, which a publisher may; where the
   * channel ends it is told if it may read that too.
   */
  void nextSequence(HttpExchange exchange, Caller caller, String channel) {
    String producer =
        ProducerId.messageId(exchange.header("Realtime-Producer").orElse(""), 1).producer();
    caller
        .require(Action.PUBLISH, channel)
        .thenCompose(
            allowed ->
                server.engine().open(channel).nextSequence(caller.principal().name(), producer))
        .thenAccept(next -> exchange.setHeader("Realtime-Next-Sequence", Long.toString(next)))
        .thenCompose(
            told -> caller.require(Action.SUBSCRIBE, channel).handle((may, not) -> not == null))
        .thenCompose(
            mayRead ->
                mayRead
                    ? server.engine().open(channel).bounds().thenAccept(b -> tell(exchange, b))
                    : CompletableFuture.completedFuture(null))
        .thenAccept(told -> succeed(exchange))
        .exceptionally(failure -> fail(exchange, failure));
  }

  private static void tell(HttpExchange exchange, Bounds bounds) {
    exchange.setHeader("Realtime-Head", bounds.head().toString());
    exchange.setHeader("Realtime-Earliest", bounds.earliest().toString());
  }

  private static void succeed(HttpExchange exchange) {
    exchange.respond(200, Map.of("Cache-Control", "no-store"), NOTHING);
  }

  private static @Nullable Void fail(HttpExchange exchange, Throwable failure) {
    Failures.answer(exchange, failure);
    return null;
  }
}
