package dev.realtime.okhttp.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackAnswer.Cause;
import dev.realtime.core.webhook.CallbackAnswer.None;
import dev.realtime.core.webhook.CallbackAnswer.Status;
import dev.realtime.core.webhook.CallbackPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused sends no byte. */
class GuardTest {
  private static final CallbackPolicy STRICT =
      CallbackPolicy.defaults().allowingHttp().allowingAnyPort();

  private final QuietListener listener = new QuietListener();

  @AfterEach
  void stop() {
    listener.close();
  }

  private static InetAddress address(int... bytes) {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    try {
      return InetAddress.getByAddress(raw);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static CallbackAnswer post(CallbackPolicy policy, Dns names, String url) {
    try (OkHttpCallbackClient client =
        new OkHttpCallbackClient(policy, Posts.LONG, names, Optional.empty())) {
      return Posts.answer(client, Posts.to(url));
    }
  }

  private static Optional<Cause> cause(CallbackAnswer answer) {
    return answer instanceof None none ? Optional.of(none.cause()) : Optional.empty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "127.0.0.1.",
        "0.0.0.0",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "localhost",
        "a.localhost",
        "169.254.169.254",
        "10.0.0.1",
      })
  void aHostThatIsRefusedIsNotCalled(String host) {
    for (String scheme : List.of("http", "https")) {
      String url = scheme + "://" + host + ":" + listener.port() + "/";

      assertThat(cause(post(STRICT, Dns.SYSTEM, url))).as(url).contains(Cause.BLOCKED_ADDRESS);
    }
    assertThat(listener.wasNotReached()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "\u2460\u2461\u2466.0.0.1",
        "\uff11\uff12\uff17.0.0.1",
        "127\u30020\u30020\u30021",
        "127.0.0.1.",
        "localhost",
      })
  void theSocketRefusesHoweverTheHostIsSpelled(String host) {
    OkHttpClient bare =
        new OkHttpClient.Builder()
            .socketFactory(GuardedSockets.under(STRICT, URI.create("http://any")))
            .build();
    HttpUrl url = HttpUrl.parse("http://" + host + ":" + listener.port() + "/");
    if (url != null) {
      Request request = new Request.Builder().url(url).build();

      assertThatThrownBy(() -> bare.newCall(request).execute()).isInstanceOf(IOException.class);
    }

    assertThat(listener.wasNotReached()).isTrue();
    bare.dispatcher().executorService().shutdown();
  }

  @Test
  void everyWayToMakeASocketIsGuarded() {
    SocketFactory sockets = GuardedSockets.under(STRICT, URI.create("https://any"));
    InetAddress loopback = address(127, 0, 0, 1);
    int port = listener.port();

    assertThatThrownBy(() -> sockets.createSocket("127.0.0.1", port))
        .isInstanceOf(RefusedAddressException.class);
    assertThatThrownBy(() -> sockets.createSocket("127.0.0.1", port, loopback, 0))
        .isInstanceOf(RefusedAddressException.class);
    assertThatThrownBy(() -> sockets.createSocket(loopback, port))
        .isInstanceOf(RefusedAddressException.class);
    assertThatThrownBy(() -> sockets.createSocket(loopback, port, loopback, 0))
        .isInstanceOf(RefusedAddressException.class);
    assertThatThrownBy(
            () -> {
              try (Socket socket = sockets.createSocket()) {
                socket.connect(new InetSocketAddress(loopback, port));
              }
            })
        .isInstanceOf(RefusedAddressException.class);
    assertThatThrownBy(
            () -> {
              try (Socket socket = sockets.createSocket()) {
                socket.connect(InetSocketAddress.createUnresolved("hooks.test", port), 1_000);
              }
            })
        .isInstanceOf(RefusedAddressException.class);
    assertThat(listener.wasNotReached()).isTrue();
  }

  @Test
  void oneRefusedAddressAmongOthersRefusesTheName() {
    Dns mixed = host -> List.of(address(192, 0, 2, 1), address(127, 0, 0, 1));
    Dns behindPublic = host -> List.of(address(8, 8, 8, 8), address(127, 0, 0, 1));
    String url = "https://hooks.test:" + listener.port() + "/";

    assertThat(cause(post(STRICT, mixed, url))).contains(Cause.BLOCKED_ADDRESS);
    assertThat(cause(post(STRICT, behindPublic, url))).contains(Cause.BLOCKED_ADDRESS);
    assertThat(listener.wasNotReached()).isTrue();
  }

  @Test
  void aNameThatChangesItsAddressIsJudgedAtEveryLookUp() {
    AtomicInteger lookUps = new AtomicInteger();
    // The first answer has another port closed to it, so that no connection is kept.
    Dns changing =
        host ->
            List.of(
                lookUps.incrementAndGet() == 1
                    ? address(127, 0, 0, 2)
                    : address(169, 254, 169, 254));
    try (OkHttpCallbackClient client =
        new OkHttpCallbackClient(Posts.local(), Posts.LONG, changing, Optional.empty())) {
      String url = "http://hooks.test:" + listener.port() + "/";

      assertThat(cause(Posts.answer(client, Posts.to(url)))).contains(Cause.CONNECTION_REFUSED);
      assertThat(cause(Posts.answer(client, Posts.to(url)))).contains(Cause.BLOCKED_ADDRESS);
    }
    assertThat(listener.wasNotReached()).isTrue();
  }

  @Test
  void aRedirectToARefusedAddressIsAnAnswerAndNoMore() throws IOException {
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(
          new MockResponse.Builder()
              .code(302)
              .addHeader("Location", "http://127.0.0.1:" + listener.port() + "/")
              .build());
      server.start();

      CallbackAnswer answer = post(Posts.local(), Dns.SYSTEM, server.url("/").toString());

      assertThat(answer).isInstanceOf(Status.class).hasToString("Status[302]");
    }
    assertThat(listener.wasNotReached()).isTrue();
  }

  @Test
  void plainHttpToAPublicAddressIsRefusedUnlessAllowed() {
    Dns known = host -> List.of(address(8, 8, 8, 8));

    assertThat(cause(post(Posts.local(), known, "http://hooks.test/")))
        .contains(Cause.BLOCKED_ADDRESS);
  }

  @Test
  void whyItWasRefusedIsForTheLogAndShowsNoQuery() {
    Dns inside = host -> List.of(address(10, 0, 0, 7));

    CallbackAnswer answer = post(STRICT, inside, "https://hooks.test/?token=secret");

    assertThat(answer.toString()).contains("hooks.test").doesNotContain("secret");
  }
}
