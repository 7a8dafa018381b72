package dev.realtime.okhttp;

import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.okhttp.poll.PollPace;
import dev.realtime.okhttp.poll.PollTransport;
import dev.realtime.okhttp.publish.HttpPublisher;
import dev.realtime.okhttp.sse.SseTransport;
import dev.realtime.okhttp.websocket.SocketPool;
import dev.realtime.okhttp.websocket.SocketPublisher;
import dev.realtime.okhttp.websocket.WebSocketTransport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.PublishTransport;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The transports that a client has. Immutable. */
final class ClientTransports implements AutoCloseable {
  private final SocketPool sockets;
  private final Map<Transport, ClientTransport> transports;
  private final HttpPublisher http;
  private final SocketPublisher overSocket;

  ClientTransports(
      Configuration config, URI url, ClientResources resources, RandomGenerator random) {
    HttpUrl base = HttpUrl.get(url.toString());
    ServerAddress server = new ServerAddress(base, config.get(Keys.CLIENT_TOKEN));
    OkHttpClient client = resources.http();
    Duration timeout = config.get(Keys.CLIENT_REQUEST_TIMEOUT);
    sockets = new SocketPool(server, client, resources.threads().timers());
    transports =
        Stream.of(
                new PollTransport(
                    PollPace.everySoOften(
                        config.get(Keys.SHORT_POLLING_INTERVAL),
                        config.get(Keys.SHORT_POLLING_JITTER),
                        timeout),
                    server,
                    client,
                    resources.requests(),
                    random),
                new PollTransport(
                    PollPace.waiting(config.get(Keys.LONG_POLLING_WAIT), timeout),
                    server,
                    client,
                    resources.requests(),
                    random),
                new SseTransport(
                    server, client, resources.requests(), resources.threads().timers()),
                new WebSocketTransport(sockets))
            .collect(Collectors.toMap(ClientTransport::transport, t -> t));
    http = new HttpPublisher(server, client, timeout, resources.requests());
    overSocket = new SocketPublisher(sockets, http, resources.threads().timers(), timeout);
  }

  ClientTransport transport(Transport name) {
    @Nullable ClientTransport found = transports.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "a client has no transport "
              + name.configName()
              + "; it has "
              + transports.keySet().stream().map(Transport::configName).sorted().toList());
    }
    return found;
  }

  /** What carries publishes beside a transport of subscriptions. */
  PublishTransport publishing(Transport beside) {
    return beside == Transport.WEBSOCKET ? overSocket : http;
  }

  @Override
  public void close() {
    transports.values().forEach(ClientTransport::close);
    sockets.close();
  }
}
