package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.jetty.webhook.WebhookHandler;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.testkit.Direction;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.RecordingSubscriber;
import dev.realtime.testkit.tck.Verifies;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks to a handler in a Jetty of the application, with a proxy before it that cuts. */
class WebhookFaultsTest {
  private final RealtimeServer server = server("true");
  private final Server jetty = new Server();
  private final CountingHandler requests = new CountingHandler();
  private FaultProxy proxy;
  private RealtimeClient client;

  private static RealtimeServer server(String allowPrivate) {
    return RealtimeServer.builder()
        .configuration(Configuration.builder())
        .port(0)
        .set("realtime.webhook.allow-private", allowPrivate)
        .set("realtime.webhook.timeout", "300ms")
        .set("realtime.webhook.retry-min-delay", "10ms")
        .set("realtime.webhook.retry-max-delay", "50ms")
        .start();
  }

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(jetty, 1, 1);
    jetty.addConnector(connector);
    connector.setHost("127.0.0.1");
    connector.open();
    proxy = FaultProxy.to(new InetSocketAddress("localhost", connector.getLocalPort()), 1);
    WebhookHandler hooks =
        new WebhookHandler(URI.create("http://127.0.0.1:" + proxy.port() + "/hooks"));
    requests.setHandler(hooks);
    jetty.setHandler(requests);
    jetty.start();
    client = client(server, hooks);
  }

  private static RealtimeClient client(RealtimeServer server, WebhookHandler hooks) {
    return RealtimeClient.builder()
        .configuration(Configuration.builder())
        .set("realtime.retry.min-delay", "10ms")
        .url(server.url().toString())
        .transport(Transport.WEBHOOK)
        .callbacks(hooks)
        .connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    jetty.stop();
    proxy.close();
  }

  @Test
  @Verifies("4.16")
  void required_4_16_answersThatAreLostAfterTheHandlerRanRepeatNothing() throws Exception {
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    Channel<String> channel = client.channel("a/b", String.class);
    channel.subscribe(Start.earliest(), reader);
    awaitRegistered("\"state\":\"active\"");

    for (int i = 0; i < 20; i++) {
      proxy.cutNext(Direction.SERVER_TO_CLIENT, i);
      proxy.cutAll();
      join(channel.publish("m" + i));
    }

    reader.awaitData(messages(20));
    assertThat(reader.data()).containsExactly(messages(20));
    assertThat(reader.gaps()).isEmpty();
  }

  @Test
  @Verifies("4.17")
  void required_4_17_aHandlerSlowerThanTheSenderRunsOnceForEachMessage() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    CountDownLatch handled = new CountDownLatch(10);
    Semaphore mayGoOn = new Semaphore(0);
    Channel<String> channel = client.channel("a/b", String.class);
    Subscription subscription =
        channel.subscribe(
            Start.earliest(),
            message -> {
              if (message.offset() == 1) {
                assertThat(mayGoOn.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
              }
              seen.add(message.data());
              handled.countDown();
            });
    join(subscription.live());
    requests.await(1);

    IntStream.range(0, 10).forEach(i -> channel.publish("m" + i));
    requests.await(3);
    mayGoOn.release();

    assertThat(handled.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).containsExactly(messages(10));
  }

  @Test
  void aSubscriptionThatIsClosedIsDeletedAtTheServer() throws Exception {
    Subscription subscription =
        client.channel("a/b", String.class).subscribe(Start.latest(), message -> {});
    join(subscription.live());
    assertThat(registered()).contains("\"channel\":\"a/b\"");

    subscription.close();

    awaitRegistered("{\"webhooks\":[]}");
  }

  @Test
  void aCallbackThatTheServerRefusesEndsTheSubscription() {
    try (RealtimeServer strict = server("false");
        RealtimeClient refused =
            client(strict, new WebhookHandler(URI.create("http://127.0.0.1:1/hooks")))) {
      Subscription subscription =
          refused.channel("a/b", String.class).subscribe(Start.latest(), message -> {});

      CloseReason reason = join(subscription.closed());

      assertThat(((CloseReason.Failed) reason).cause().code()).isEqualTo(ErrorCode.FORBIDDEN);
    }
  }

  @Test
  void aSecretThatIsNoneIsFoundWhenTheClientIsMade() {
    assertThatThrownBy(
            () ->
                RealtimeClient.builder()
                    .configuration(Configuration.builder())
                    .url(server.url().toString())
                    .set("realtime.webhook.callback-url", "http://127.0.0.1:0/hooks")
                    .set("realtime.webhook.secret", "whsec_c2hvcnQ=")
                    .connect())
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("realtime.webhook.secret")
        .hasMessageNotContaining("c2hvcnQ");
  }

  private void awaitRegistered(String text) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!registered().contains(text) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(registered()).contains(text);
  }

  private String registered() throws IOException {
    try (InputStream body = URI.create(server.url() + "/webhooks").toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String[] messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Lets every request pass and counts it. */
  private static final class CountingHandler extends Handler.Wrapper {
    private final Semaphore arrived = new Semaphore(0);

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      arrived.release();
      return super.handle(request, response, callback);
    }

    void await(int count) throws InterruptedException {
      assertThat(arrived.tryAcquire(count, 10, TimeUnit.SECONDS)).as("%d requests", count).isTrue();
    }
  }
}
