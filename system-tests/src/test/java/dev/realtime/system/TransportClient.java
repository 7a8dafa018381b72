package dev.realtime.system;

import dev.realtime.Transport;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.okhttp.call.Credentials;
import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.okhttp.poll.PollPace;
import dev.realtime.okhttp.poll.PollTransport;
import dev.realtime.okhttp.sse.SseTransport;
import dev.realtime.okhttp.webhook.CallbackPlace;
import dev.realtime.okhttp.webhook.WebhookTransport;
import dev.realtime.okhttp.websocket.SocketPool;
import dev.realtime.okhttp.websocket.WebSocketTransport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.Timers;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** A transport of the client with all that it runs on, so that a test can count it. */
final class TransportClient implements AutoCloseable {
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);
  static final Duration WAIT = Duration.ofSeconds(1);

  private final RealtimeThreads threads = new RealtimeThreads();
  private final CountingTimers timers = new CountingTimers(threads.timers(), new AtomicInteger());
  private final ThreadPoolExecutor requests =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          RealtimeThreads.named("request"));
  private final ConnectionPool connections = new ConnectionPool();
  private final ClientTransport transport;
  private final SocketPool sockets;

  TransportClient(Transport kind, int port) {
    this(kind, port, builder -> builder);
  }

  /** A transport over the OkHttp client that an application brings. */
  TransportClient(Transport kind, int port, UnaryOperator<OkHttpClient.Builder> application) {
    OkHttpClient http = application.apply(http().newBuilder()).build();
    ServerAddress address =
        new ServerAddress(
            HttpUrl.get("http://127.0.0.1:" + port + "/realtime"),
            Credentials.fixed(Optional.empty()));
    sockets = new SocketPool(address, http, timers);
    Random random = new Random(1);
    transport =
        switch (kind) {
          case SHORT_POLLING ->
              new PollTransport(
                  PollPace.everySoOften(Duration.ofMillis(250), 0.1, REQUEST_TIMEOUT),
                  address,
                  http,
                  requests,
                  random);
          case LONG_POLLING ->
              new PollTransport(
                  PollPace.waiting(WAIT, REQUEST_TIMEOUT), address, http, requests, random);
          case SSE -> new SseTransport(address, http, requests, timers);
          case WEBSOCKET -> new WebSocketTransport(sockets);
          case WEBHOOK -> webhooks(address, http);
          case MEMORY -> throw new IllegalArgumentException("no request of a client");
        };
  }

  private ClientTransport webhooks(ServerAddress address, OkHttpClient http) {
    return new WebhookTransport(
        address,
        http,
        CallbackPlace.own(URI.create("http://127.0.0.1:0/hooks"), Optional.empty()),
        new WebhookTransport.Options(
            Optional.empty(), REQUEST_TIMEOUT, Duration.ofMillis(200), 1 << 20),
        requests,
        timers,
        Clock.systemUTC(),
        new SecureRandom());
  }

  private OkHttpClient http() {
    Dispatcher dispatcher = new Dispatcher(requests);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectionPool(connections)
        .connectTimeout(REQUEST_TIMEOUT)
        .webSocketCloseTimeout(Duration.ofSeconds(1))
        .followRedirects(false)
        .build();
  }

  ClientTransport transport() {
    return transport;
  }

  /** What is in use, one line each. */
  List<String> held() {
    List<String> held = new ArrayList<>();
    int inUse = connections.connectionCount() - connections.idleConnectionCount();
    if (inUse > 0) {
      held.add(inUse + " connections");
    }
    if (requests.getActiveCount() > 0) {
      held.add(requests.getActiveCount() + " busy threads");
    }
    if (timers.pending().get() > 0) {
      held.add(timers.pending() + " timers");
    }
    return held;
  }

  @Override
  public void close() {
    transport.close();
    sockets.close();
    requests.shutdown();
    threads.close();
    connections.evictAll();
  }

  /** Timers that know how many tasks neither began nor were cancelled. */
  private record CountingTimers(Timers timers, AtomicInteger pending) implements Timers {
    @Override
    public Runnable schedule(Duration delay, Runnable task) {
      pending.incrementAndGet();
      AtomicInteger left = new AtomicInteger(1);
      Runnable over = () -> pending.addAndGet(-left.getAndSet(0));
      Runnable cancel =
          timers.schedule(
              delay,
              () -> {
                over.run();
                task.run();
              });
      return () -> {
        over.run();
        cancel.run();
      };
    }

    @Override
    public long nanoTime() {
      return timers.nanoTime();
    }
  }
}
