package dev.realtime.jetty;

import dev.realtime.core.channel.ChannelRealtime;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.local.LocalTransport;
import dev.realtime.core.webhook.Webhooks;
import dev.realtime.jetty.exchange.ServerContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The parts of a server that live as long as it. */
record Node(
    ServerContext context,
    ChannelRealtime realtime,
    LocalTransport transport,
    Optional<Webhooks> webhooks,
    RealtimeThreads threads,
    SelectorFlusher flusher) {
  /** Ends what others have open here, each with a hint when to come again (SPEC 4.21). */
  CompletionStage<Void> drain() {
    boolean first = !context.open().isDraining();
    CompletionStage<Void> ended = context.open().drain();
    if (!first || webhooks.isEmpty()) {
      return ended;
    }
    CompletionStage<Void> told = webhooks.get().drain();
    return ended.thenCompose(done -> told);
  }

  /** Ends the subscriptions of this process, then the logs and the threads. */
  void close() {
    webhooks.ifPresent(Webhooks::close);
    realtime
        .end()
        .whenComplete(
            (done, failure) -> {
              transport.close();
              context.engine().close();
              threads.close();
            });
  }
}
