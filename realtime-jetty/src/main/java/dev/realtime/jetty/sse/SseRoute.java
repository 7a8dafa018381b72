package dev.realtime.jetty.sse;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.config.Keys;
import dev.realtime.core.loop.DeliveryGroup;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.jetty.exchange.Starts;

/** Answers a request for an event stream (SPEC 4.14). */
public final class SseRoute {
  /** A route without state. */
  public SseRoute() {}

  /** Begins a stream of a channel to a caller who may read it. */
  public void handle(HttpExchange exchange, Caller caller, String channel) {
    if (!caller.server().config().get(Keys.SERVER_TRANSPORTS).contains(Transport.SSE)) {
      throw new RejectedException(
          ErrorCode.TRANSPORT_DISABLED, "this server does not offer " + Transport.SSE.configName());
    }
    Start start =
        exchange
            .header("Last-Event-ID")
            .filter(id -> !id.isEmpty())
            .map(Starts::parse)
            .orElseGet(() -> Starts.ofQuery(exchange));
    DeliveryGroup group = caller.server().groups().group(channel);
    group
        .log()
        .resolve(start)
        .thenCombine(
            group.log().bounds(),
            (at, bounds) -> {
              new SseStream(exchange, caller, group).begin(at, bounds.head());
              return at;
            })
        .whenComplete(
            (at, failure) -> {
              if (failure != null) {
                Failures.answer(exchange, failure);
              }
            });
  }
}
