package dev.realtime.jetty.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.loop.SystemTimers;
import dev.realtime.core.webhook.CallbackServer;
import dev.realtime.core.webhook.CallbackServerProvider;
import dev.realtime.core.webhook.WebhookReceiver;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookSigner;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.core.wire.WebhookBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a receiver of its own listens, and where it says that it is reached. */
class CallbackAddressTest {
  private static final URI HTTPS = URI.create("https://shop.example/hooks");
  private static final WebhookSecret SECRET =
      WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static CallbackServer start(URI url, Optional<InetSocketAddress> listen) {
    return CallbackServerProvider.find().orElseThrow().start(url, listen);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What the proxy that ends TLS sends on. */
  private static HttpResponse<String> forward(int port, String segment) throws Exception {
    byte[] body = new WebhookBody.Challenge("sub_1", "a/b", "c-1").toJson();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/hooks/" + segment))
            .header("Content-Type", "application/json");
    new WebhookSigner(List.of(SECRET), Clock.systemUTC())
        .sign("sub_1_verify-1", body)
        .toMap()
        .forEach(request::header);
    return HttpClient.newHttpClient()
        .send(
            request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Test
  void aReceiverBehindAProxyListensInPlainAndIsReachedByHttps() throws Exception {
    int port = freePort();
    try (SystemTimers timers = new SystemTimers(Thread::new);
        CallbackServer server =
            start(HTTPS, Optional.of(InetSocketAddress.createUnresolved("localhost", port)))) {
      WebhookVerifier verifier = new WebhookVerifier(List.of(SECRET), Clock.systemUTC());
      URI reached = server.add("segment", new WebhookReceiver("a/b", verifier, timers));

      HttpResponse<String> answer = forward(port, "segment");

      assertThat(reached).isEqualTo(URI.create("https://shop.example/hooks/segment"));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"challenge\":\"c-1\"}");
    }
  }

  @Test
  void httpsWithoutAPlaceToListenIsRefusedWithWhatToSet() {
    assertThatThrownBy(() -> start(HTTPS, Optional.empty()))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
        .hasMessageContaining("realtime.webhook.callback-url is https")
        .hasMessageContaining("Set realtime.webhook.listen")
        .hasMessageContaining("such as localhost:8081");
  }

  @Test
  void aPlaceThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      InetSocketAddress listen =
          InetSocketAddress.createUnresolved("localhost", taken.getLocalPort());

      assertThatThrownBy(() -> start(HTTPS, Optional.of(listen)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("localhost:" + taken.getLocalPort())
          .hasMessageContaining("realtime.webhook.listen");
    }
  }
}
