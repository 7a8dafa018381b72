package dev.realtime.okhttp;

import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.okhttp.call.RequestThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import okhttp3.ConnectionPool;
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
  static ClientResources open(Configuration config, Optional<OkHttpClient> given) {
    ExecutorService requests = RequestThreads.open("request");
    Optional<ConnectionPool> pool =
        given.isPresent() ? Optional.empty() : Optional.of(new ConnectionPool());
    OkHttpClient.Builder http =
        given.map(OkHttpClient::newBuilder).orElseGet(OkHttpClient.Builder::new);
    pool.ifPresent(http::connectionPool);
    http.dispatcher(RequestThreads.dispatcher(requests))
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
