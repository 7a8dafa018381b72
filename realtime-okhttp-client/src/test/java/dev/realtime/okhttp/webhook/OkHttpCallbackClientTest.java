package dev.realtime.okhttp.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackAnswer.Cause;
import dev.realtime.core.webhook.CallbackAnswer.None;
import dev.realtime.core.webhook.CallbackAnswer.Status;
import dev.realtime.core.webhook.CallbackClientProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Dns;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkHttpCallbackClientTest {
  private final MockWebServer server = new MockWebServer();
  private final OkHttpCallbackClient client = new OkHttpCallbackClient(Posts.local(), Posts.LONG);

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private String url() {
    return server.url("/hook?a=b").toString();
  }

  private CallbackAnswer post() {
    return Posts.answer(client, Posts.to(url()));
  }

  private int status() {
    return post() instanceof Status status ? status.status() : 0;
  }

  private static MockResponse.Builder respond(int code) {
    return new MockResponse.Builder().code(code);
  }

  private static Optional<Cause> cause(CallbackAnswer answer) {
    return answer instanceof None none ? Optional.of(none.cause()) : Optional.empty();
  }

  @Test
  void sendsTheBytesAndHeadersAndNothingOfItsOwn() throws Exception {
    server.enqueue(respond(200).build());

    CallbackAnswer answer = post();

    RecordedRequest request = server.takeRequest();
    assertThat(answer).isInstanceOf(Status.class);
    assertThat(request.getRequestLine()).isEqualTo("POST /hook?a=b HTTP/1.1");
    assertThat(request.getBody().string(StandardCharsets.UTF_8)).isEqualTo(Posts.BODY);
    assertThat(request.getHeaders().names())
        .contains("Content-Type", "Content-Length", "webhook-id")
        .doesNotContain("Cookie", "Expect", "Transfer-Encoding");
    assertThat(request.getHeaders().values("Content-Type")).containsExactly("application/json");
  }

  @Test
  void givesTheStatusTheLastOfEachHeaderAndTheBody() {
    server.enqueue(
        respond(409)
            .headers(Headers.of("Realtime-Position", "e1:1", "realtime-position", "e1:2"))
            .body("text")
            .build());

    Status status = (Status) post();

    assertThat(status.status()).isEqualTo(409);
    assertThat(status.header("realtime-position")).contains("e1:2");
    assertThat(status.body()).asString().isEqualTo("text");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsAnAnswer(int code) {
    server.enqueue(respond(code).addHeader("Location", server.url("/elsewhere")).build());
    server.enqueue(respond(200).build());

    assertThat(status()).isEqualTo(code);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 408, 421, 429, 500, 503})
  void whatAsksForARepeatIsSentOnce(int code) {
    server.enqueue(
        respond(code)
            .addHeader("Retry-After", "0")
            .addHeader("WWW-Authenticate", "Basic realm=x")
            .build());
    server.enqueue(respond(200).build());

    assertThat(status()).isEqualTo(code);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aConnectionThatIsDroppedAfterTheRequestIsNotRepeated() {
    server.enqueue(respond(200).build());
    server.enqueue(
        respond(200).onResponseStart(new SocketEffect.CloseSocket(true, false, false)).build());
    server.enqueue(respond(200).build());

    assertThat(status()).isEqualTo(200);
    assertThat(cause(post())).contains(Cause.CONNECTION_LOST);
    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(status()).isEqualTo(200);
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void aConnectionIsUsedAgainAfterAShortAnswer() throws Exception {
    server.enqueue(respond(200).body("x".repeat(CallbackAnswer.MAX_BODY)).build());
    server.enqueue(respond(200).build());

    post();
    post();

    assertThat(server.takeRequest().getExchangeIndex()).isZero();
    assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(1);
  }

  @Test
  void anAnswerIsReadToItsLimitAndNoFurther() throws Exception {
    server.enqueue(respond(200).body("x".repeat(1 << 20)).build());
    server.enqueue(respond(200).build());

    Status status = (Status) post();
    post();

    assertThat(status.body()).hasSize(CallbackAnswer.MAX_BODY);
    server.takeRequest();
    assertThat(server.takeRequest().getExchangeIndex()).as("on a new connection").isZero();
  }

  @Test
  void theTimeOfTheCallCutsABodyThatNeverEnds() throws Exception {
    String begun = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc";
    try (FakeEndpoint endpoint = new FakeEndpoint(begun)) {
      String url = "http://" + endpoint.authority() + "/";

      Status status = (Status) Posts.answer(client, Posts.to(url, Duration.ofMillis(500)));

      assertThat(status.status()).isEqualTo(200);
      assertThat(status.body()).asString().isEqualTo("abc");
    }
  }

  @Test
  void aBodyThatBreaksOffLeavesTheStatus() {
    server.enqueue(
        respond(200)
            .body("x".repeat(1000))
            .onResponseBody(new SocketEffect.CloseSocket(true, false, false))
            .build());

    assertThat(status()).isEqualTo(200);
  }

  @Test
  void noStatusInTimeIsATimeout() {
    server.enqueue(respond(200).onResponseStart(SocketEffect.Stall.INSTANCE).build());

    assertThat(cause(Posts.answer(client, Posts.to(url(), Duration.ofMillis(300)))))
        .contains(Cause.TIMEOUT);
  }

  @Test
  void aLookUpThatHangsIsATimeout() {
    CountDownLatch never = new CountDownLatch(1);
    Dns hanging =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };
    try (OkHttpCallbackClient hung =
        new OkHttpCallbackClient(Posts.local(), Posts.LONG, hanging, Optional.empty())) {
      assertThat(cause(Posts.answer(hung, Posts.to("http://hooks.test/", Duration.ofMillis(300)))))
          .contains(Cause.TIMEOUT);
    }
  }

  @Test
  void aNameWithoutAddressIsADnsError() {
    Dns none =
        host -> {
          throw new UnknownHostException(host);
        };
    try (OkHttpCallbackClient lost =
        new OkHttpCallbackClient(Posts.local(), Posts.LONG, none, Optional.empty())) {
      assertThat(cause(Posts.answer(lost, Posts.to("https://hooks.test/"))))
          .contains(Cause.DNS_ERROR);
    }
  }

  @Test
  void aPortThatNobodyListensOnRefuses() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThat(cause(Posts.answer(client, Posts.to("http://127.0.0.1:" + free + "/"))))
        .contains(Cause.CONNECTION_REFUSED);
  }

  @Test
  void theNextAddressOfANameIsTriedWhereOneRefuses() throws IOException {
    server.enqueue(respond(200).build());
    InetAddress listening = server.getSocketAddress().getAddress();
    InetAddress refusing =
        InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (listening.getAddress()[3] + 1)});
    Dns two = host -> List.of(refusing, listening);
    try (OkHttpCallbackClient both =
        new OkHttpCallbackClient(Posts.local(), Posts.LONG, two, Optional.empty())) {
      CallbackAnswer answer =
          Posts.answer(both, Posts.to("http://hooks.test:" + server.getPort() + "/"));

      assertThat(answer).isInstanceOf(Status.class);
    }
  }

  @Test
  void closingEndsWhatIsUnderWayAndLeavesNoThread() throws Exception {
    server.enqueue(respond(200).onResponseStart(SocketEffect.Stall.INSTANCE).build());
    CompletableFuture<CallbackAnswer> answer =
        client.post(Posts.to(url())).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS);
    server.takeRequest();

    client.close();

    assertThat(cause(answer.join())).contains(Cause.CLOSED);
    assertThat(cause(post())).contains(Cause.CLOSED);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("realtime-webhook")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
    client.close();
  }

  @Test
  void aServerFindsItByTheServiceLoader() {
    CallbackClientProvider provider =
        ServiceLoader.load(CallbackClientProvider.class).findFirst().orElseThrow();
    server.enqueue(respond(204).build());

    try (var found = provider.open(Posts.local(), Posts.LONG)) {
      assertThat(Posts.answer(found, Posts.to(url()))).hasToString("Status[204]");
    }
  }
}
