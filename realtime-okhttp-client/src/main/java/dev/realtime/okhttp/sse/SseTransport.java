package dev.realtime.okhttp.sse;

import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.okhttp.call.RequestThreads;
import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import okhttp3.OkHttpClient;

/**
 * Server-Sent Events: an exchange is one stream.
 *
 * <p>Thread-safe.
 */
public final class SseTransport implements ClientTransport {
  private final ServerAddress server;
  private final OkHttpClient client;
  private final Executor executor;
  private final Timers timers;
  private final Set<SseExchange> open = ConcurrentHashMap.newKeySet();

  /**
   * A transport of event streams.
   *
   * @param executor runs the readers, each of which blocks its thread
   */
  public SseTransport(ServerAddress server, OkHttpClient client, Executor executor, Timers timers) {
    this.server = server;
    // A stream has no end: the watchdog finds one that is silent.
    this.client = client.newBuilder().callTimeout(Duration.ZERO).readTimeout(Duration.ZERO).build();
    this.executor = executor;
    this.timers = timers;
  }

  @Override
  public Transport transport() {
    return Transport.SSE;
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    SseExchange exchange =
        new SseExchange(
            client.newCall(
                server
                    .request(server.channelAfter(channel, from).build())
                    .header("Accept", "text/event-stream")
                    .header("Accept-Encoding", "identity")
                    .build()),
            channel,
            inlet,
            server.credentials(),
            timers);
    open.add(exchange);
    RequestThreads.start(
        executor,
        () -> {
          try {
            exchange.run();
          } finally {
            open.remove(exchange);
          }
        },
        closed -> {
          open.remove(exchange);
          exchange.end(Outcomes.end(closed));
        });
    return exchange;
  }

  @Override
  public void close() {
    open.forEach(SseExchange::cancel);
  }
}
