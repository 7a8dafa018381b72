package dev.realtime.okhttp;

import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * What a client opened and must close: threads, and connections unless they are the user's.
 *
 * @param http never waits for a place in a dispatcher: streams would starve the requests beside
 *     them
 * @param requests runs requests that block their thread
 * @param ownPool the connections of the client; empty if they are the user's
 */
record ClientResources(
    OkHttpClient http,
    RealtimeThreads threads,
    ExecutorService requests,
    Optional<ConnectionPool> ownPool)
    implements AutoCloseable {
  private static final int IDLE_SECONDS = 5;

  static ClientResources open(Configuration config, Optional<OkHttpClient> given) {
    ExecutorService requests =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            RealtimeThreads.named("request"),
            new ThreadPoolExecutor.DiscardPolicy());
    Dispatcher dispatcher = new Dispatcher(requests);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    Optional<ConnectionPool> pool =
        given.isPresent() ? Optional.empty() : Optional.of(new ConnectionPool());
    OkHttpClient.Builder http =
        given.map(OkHttpClient::newBuilder).orElseGet(OkHttpClient.Builder::new);
    pool.ifPresent(http::connectionPool);
    http.dispatcher(dispatcher)
        .connectTimeout(config.get(Keys.CLIENT_CONNECT_TIMEOUT))
        .webSocketCloseTimeout(Duration.ofSeconds(1));
    return new ClientResources(http.build(), new RealtimeThreads(), requests, pool);
  }

  @Override
  public void close() {
    threads.close();
    requests.shutdown();
    ownPool.ifPresent(ConnectionPool::evictAll);
  }
}
