package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.Receipt;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportsTest {
  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.webhook.allow-private", "true")
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  private RealtimeClient client(Transport transport) {
    return RealtimeClient.builder()
        .configuration(Configuration.builder())
        .set("realtime.short-polling.interval", "250ms")
        .set("realtime.webhook.callback-url", "http://127.0.0.1:0/hooks")
        .url(server.url().toString())
        .transport(transport)
        .connect();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static List<String> take(BlockingQueue<String> queue, int count) throws Exception {
    List<String> taken = new ArrayList<>();
    while (taken.size() < count) {
      String next = queue.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("after %s", taken).isNotNull();
      taken.add(next);
    }
    return taken;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void deliversWhatIsPublishedInOrder(Transport transport) throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (RealtimeClient client = client(transport)) {
      Channel<String> channel = client.channel("chat/lobby", String.class);
      List<CompletionStage<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        receipts.add(channel.publish("before " + i));
      }
      receipts.forEach(TransportsTest::join);
      Subscription subscription =
          channel.subscribe(Start.earliest(), m -> seen.add(m.offset() + " " + m.data()));
      join(subscription.live());
      for (int i = 0; i < 500; i++) {
        receipts.add(channel.publish("after " + i));
      }

      List<String> expected =
          IntStream.range(0, 1_000)
              .mapToObj(i -> i + 1 + (i < 500 ? " before " + i : " after " + (i - 500)))
              .toList();
      assertThat(take(seen, 1_000)).isEqualTo(expected);
      subscription.close();
      join(subscription.closed());
      assertThat(join(receipts.get(999)).position()).isEqualTo(subscription.position());
      assertThat(subscription.transport()).isEqualTo(transport);
    }
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void theTransportIsOneProperty(Transport transport) {
    Properties properties = new Properties();
    properties.setProperty("realtime.transport", transport.configName());
    properties.setProperty("realtime.webhook.callback-url", "http://127.0.0.1:0/hooks");
    try (RealtimeClient client =
        RealtimeClient.builder()
            .configuration(Configuration.builder().systemProperties(properties))
            .url(server.url().toString())
            .connect()) {
      Subscription subscription = client.channel("a", String.class).subscribe(m -> {});
      join(subscription.live());

      assertThat(subscription.transport()).isEqualTo(transport);
    }
  }

  /** Over a socket as over HTTP: nothing was sent, so the messages may go under other numbers. */
  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "SSE"})
  void aPublishToWhereNoServerIsIsRejectedAtOnce(Transport transport) {
    try (RealtimeClient client =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .url(server.url().resolve("/elsewhere").toString())
            .transport(transport)
            .connect()) {
      CompletionStage<Receipt> receipt = client.channel("a", String.class).publish("x");

      assertThatThrownBy(() -> join(receipt))
          .hasCauseInstanceOf(RejectedException.class)
          .hasMessageContaining("this server answers below /realtime");
    }
  }

  @Test
  void closingAClientLeavesNoThread() throws Exception {
    for (Transport transport : Transport.values()) {
      if (transport != Transport.MEMORY) {
        RealtimeClient client = client(transport);
        Subscription subscription =
            client
                .channel("a", String.class)
                .subscribe(SubscribeOptions.defaults(), m -> assertThat(m).isNotNull());
        join(subscription.live());
        CompletableFuture<?> closed = subscription.closed().toCompletableFuture();
        client.close();
        closed.get(1, TimeUnit.SECONDS);
      }
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("realtime-request")) {
        thread.join(1_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }
}
