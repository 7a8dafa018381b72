package dev.realtime.jetty;

import dev.realtime.core.channel.ChannelRealtime;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.local.LocalTransport;
import dev.realtime.core.webhook.Webhooks;
import dev.realtime.jetty.exchange.ServerContext;
import java.util.Optional;

/** The parts of a server that live as long as it. */
record Node(
    ServerContext context,
    ChannelRealtime realtime,
    LocalTransport transport,
    Optional<Webhooks> webhooks,
    RealtimeThreads threads) {
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
