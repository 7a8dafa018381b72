package dev.realtime.jetty.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.UnavailableException;
import dev.realtime.core.webhook.CallbackServer;
import dev.realtime.core.webhook.CallbackServerProvider;
import dev.realtime.core.webhook.WebhookReceiver;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookSigner;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import dev.realtime.spi.Inlet;
import dev.realtime.testkit.FakeTimers;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookHandlerTest {
  private static final List<WebhookSecret> SECRETS =
      List.of(WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

  private final HttpClient client = HttpClient.newHttpClient();
  private final CallbackServer server =
      CallbackServerProvider.find()
          .orElseThrow()
          .start(URI.create("http://127.0.0.1:0/hooks"), Optional.empty());
  private final HeldInlet inlet = new HeldInlet();
  private final WebhookReceiver receiver =
      new WebhookReceiver(
          "a/b", new WebhookVerifier(SECRETS, Clock.systemUTC()), new FakeTimers(), 2_048);
  private final URI url = server.add("token-1", receiver);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aWebhookIsAnsweredWhenItsBatchWasHandled() throws Exception {
    receiver.open(Start.after(Position.ORIGIN), inlet);

    CompletableFuture<HttpResponse<String>> answer = post(url, delivery("käse"));
    HeldInlet.Held held = inlet.take();

    assertThat(answer).isNotDone();
    assertThat(held.batch().entries().get(0).payload().toText()).isEqualTo("\"käse\"");
    held.done().complete(null);
    assertThat(await(answer).statusCode()).isEqualTo(200);
  }

  @Test
  void aChallengeIsAnswered() {
    byte[] body = new WebhookBody.Challenge("sub_1", "a/b", "c-1").toJson();

    HttpResponse<String> answer = await(post(url, body));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"challenge\":\"c-1\"}");
  }

  @Test
  void whereThereIsNoReceiverASenderIsToldToStop() {
    byte[] body = delivery("x");

    assertThat(await(post(url.resolve("token-2"), body)).statusCode()).isEqualTo(410);
    server.remove("token-1");
    assertThat(await(post(url, body)).statusCode()).isEqualTo(410);
  }

  @Test
  void allElseIsLeftToOthers() {
    for (String path : List.of("/", "/hooks", "/hooks/", "/hooks/a/b", "/other/a")) {
      assertThat(await(post(url.resolve(path), delivery("x"))).statusCode())
          .as(path)
          .isEqualTo(404);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedWithAndWithoutALength() {
    byte[] large = delivery("x".repeat(4_096));

    HttpResponse<String> known = await(post(url, large, BodyPublishers.ofByteArray(large)));
    HttpResponse<String> chunked =
        await(
            post(url, large, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));

    assertThat(known.statusCode()).isEqualTo(413);
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("\"code\":\"payload-too-large\"");
  }

  @Test
  void whatIsNoPostIsRefused() {
    HttpResponse<String> answer =
        await(client.sendAsync(HttpRequest.newBuilder(url).GET().build(), BodyHandlers.ofString()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void aSegmentHasOneReceiverAndAGrammar() {
    assertThatThrownBy(() -> server.add("token-1", receiver))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.add("a/b", receiver))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    URI taken = url.resolve("/hooks");

    assertThatThrownBy(() -> new JettyCallbackProvider().start(taken, Optional.empty()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + url.getPort())
        .hasMessageContaining("realtime.webhook.listen");
  }

  @Test
  void anEncryptedUrlNeedsAPlaceToListen() {
    URI https = URI.create("https://shop.example/hooks");

    assertThatThrownBy(() -> new JettyCallbackProvider().start(https, Optional.empty()))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
        .hasMessageContaining("realtime.webhook.listen");
  }

  @Test
  void closingFreesThePortAndTheThreads() {
    server.close();

    CallbackServer next =
        new JettyCallbackProvider().start(url.resolve("/hooks"), Optional.empty());
    next.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("realtime-callback-server"));
  }

  private CompletableFuture<HttpResponse<String>> post(URI to, byte[] body) {
    return post(to, body, BodyPublishers.ofByteArray(body));
  }

  private CompletableFuture<HttpResponse<String>> post(URI to, byte[] body, BodyPublisher as) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to).header("Content-Type", "application/json").POST(as);
    new WebhookSigner(SECRETS, Clock.systemUTC())
        .sign("d_1", body)
        .toMap()
        .forEach(request::header);
    return client.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer) {
    return answer.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static byte[] delivery(String data) {
    Position last = new Position("e", 1);
    Entry entry =
        new Entry(last, 0, Optional.empty(), "", "", Map.of(), Payload.json("\"" + data + "\""));
    Batch batch = new Batch("a/b", Position.ORIGIN, last, last, Optional.empty(), List.of(entry));
    return new WebhookBody.Delivery("sub_1", batch, false, Optional.empty()).toJson();
  }

  /** Gives each batch to the test, which says when it is handled. */
  private static final class HeldInlet implements Inlet {
    private final BlockingQueue<Held> batches = new LinkedBlockingQueue<>();

    record Held(Batch batch, CompletableFuture<Void> done) {}

    Held take() throws InterruptedException {
      Held next = batches.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("a batch").isNotNull();
      return next;
    }

    @Override
    public void onOpen(Position at, Position head) {}

    @Override
    public CompletionStage<Void> onBatch(Batch batch) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      batches.add(new Held(batch, done));
      return done;
    }

    @Override
    public void onHead(Position head) {}

    @Override
    public void onEnd(EndReason reason) {}
  }
}
