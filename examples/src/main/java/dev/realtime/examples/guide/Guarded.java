package dev.realtime.examples.guide;

import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.spi.AccessPolicy.Action;
import dev.realtime.spi.Authenticator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A server that others can reach, and a client of it. */
final class Guarded {
  private Guarded() {}

  static RealtimeServer start(Authenticator tokens) {
    return RealtimeServer.builder()
        .set("realtime.server.host", "0.0.0.0")
        .authenticator(tokens)
        .accessPolicy(
            (who, action, channel) ->
                CompletableFuture.completedFuture(
                    action == Action.SUBSCRIBE
                        ? !channel.startsWith("private/")
                        : channel.startsWith("orders/" + who.name())))
        .start();
  }

  static RealtimeClient connect(Supplier<String> tokens) {
    return RealtimeClient.builder().url("https://shop.example/realtime").tokens(tokens).connect();
  }
}
