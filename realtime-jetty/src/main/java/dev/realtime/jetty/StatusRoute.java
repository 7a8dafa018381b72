package dev.realtime.jetty;

import dev.realtime.Transport;
import dev.realtime.core.wire.ProducerId;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.jetty.exchange.ServerContext;
import dev.realtime.spi.Bounds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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

  /** Answers a HEAD of a channel. */
  void bounds(HttpExchange exchange, Caller caller, String channel) {
    Optional<String> producer = exchange.header("Realtime-Producer");
    producer.ifPresent(p -> ProducerId.messageId(p, 1));
    CompletionStage<Long> next =
        producer
            .map(p -> server.engine().open(channel).nextSequence(caller.principal().name(), p))
            .orElse(CompletableFuture.completedFuture(0L));
    server
        .engine()
        .open(channel)
        .bounds()
        .thenCombine(next, (bounds, sequence) -> answer(exchange, bounds, sequence))
        .exceptionally(
            failure -> {
              Failures.answer(exchange, failure);
              return false;
            });
  }

  private static boolean answer(HttpExchange exchange, Bounds bounds, long nextSequence) {
    exchange.setHeader("Realtime-Head", bounds.head().toString());
    exchange.setHeader("Realtime-Earliest", bounds.earliest().toString());
    if (nextSequence > 0) {
      exchange.setHeader("Realtime-Next-Sequence", Long.toString(nextSequence));
    }
    exchange.respond(200, Map.of("Cache-Control", "no-store"), NOTHING);
    return true;
  }
}
