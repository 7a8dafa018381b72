package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The OkHttp client that an application brings is used, and stays open. */
class OwnHttpClientTest {
  private final AtomicInteger requests = new AtomicInteger();
  private final OkHttpClient own =
      new OkHttpClient.Builder()
          .addInterceptor(
              chain -> {
                requests.incrementAndGet();
                return chain.proceed(chain.request());
              })
          .build();

  @ParameterizedTest
  @EnumSource(names = {"SHORT_POLLING", "LONG_POLLING", "SSE", "WEBSOCKET"})
  void aClientOfTheApplicationIsUsedAndNotClosed(Transport transport) throws Exception {
    try (RealtimeServer server =
        RealtimeServer.builder().configuration(Configuration.builder()).port(0).start()) {
      LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
      try (RealtimeClient client =
          RealtimeClient.builder()
              .configuration(Configuration.builder())
              .url(server.url().toString())
              .transport(transport)
              .okHttpClient(own)
              .connect()) {
        var channel = client.channel("a", String.class);
        channel.publish("hi").toCompletableFuture().get(10, TimeUnit.SECONDS);
        channel.subscribe(Start.earliest(), message -> seen.add(message.data()));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("hi");
      }

      assertThat(requests).hasPositiveValue();
      assertThat(own.dispatcher().executorService().isShutdown()).isFalse();
      assertThat(status(server)).isEqualTo(200);
    }
  }

  private int status(RealtimeServer server) throws IOException {
    Request request = new Request.Builder().url(server.url() + "/status").build();
    try (Response response = own.newCall(request).execute()) {
      return response.code();
    }
  }
}
