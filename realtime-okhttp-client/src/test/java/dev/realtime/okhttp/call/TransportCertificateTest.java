package dev.realtime.okhttp.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.loop.SystemTimers;
import dev.realtime.okhttp.poll.PollPace;
import dev.realtime.okhttp.poll.PollTransport;
import dev.realtime.okhttp.sse.SseTransport;
import dev.realtime.okhttp.websocket.SocketPool;
import dev.realtime.okhttp.websocket.WebSocketTransport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.tck.RecordingInlet;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server is who it says it is, or no transport says a word to it. */
class TransportCertificateTest {
  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder().addTrustedCertificate(ROOT.certificate()).build();

  private final MockWebServer server = new MockWebServer();
  private final SystemTimers timers = new SystemTimers(task -> new Thread(task, "timers"));
  private final ExecutorService threads = RequestThreads.open("request");
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager())
          .dispatcher(RequestThreads.dispatcher(threads))
          .build();

  /** The transports that read. */
  enum Kind {
    POLL,
    SSE,
    SOCKET
  }

  /** What is wrong with a certificate. */
  enum Wrong {
    NOTHING,
    HOST,
    EXPIRED,
    UNTRUSTED
  }

  static Stream<Arguments> cases() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Wrong.values()).map(wrong -> Arguments.of(kind, wrong)));
  }

  @AfterEach
  void stop() {
    server.close();
    threads.shutdown();
    timers.close();
  }

  private static HeldCertificate certificate(Wrong wrong) {
    HeldCertificate.Builder builder = new HeldCertificate.Builder();
    if (wrong != Wrong.UNTRUSTED) {
      builder.signedBy(ROOT);
    }
    if (wrong == Wrong.EXPIRED) {
      builder.validityInterval(0, 1_000);
    }
    return builder
        .addSubjectAlternativeName(wrong == Wrong.HOST ? "other.test" : "localhost")
        .build();
  }

  private ClientTransport transport(Kind kind) {
    ServerAddress address =
        new ServerAddress(
            HttpUrl.get("https://localhost:" + server.getPort() + "/realtime"),
            Credentials.fixed(Optional.of("secret")));
    Duration patience = Duration.ofSeconds(5);
    return switch (kind) {
      case POLL ->
          new PollTransport(
              PollPace.everySoOften(patience, 0, patience), address, http, threads, new Random(1));
      case SSE -> new SseTransport(address, http, threads, timers);
      case SOCKET -> new WebSocketTransport(new SocketPool(address, http, timers));
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void onlyTheServerItselfIsAsked(Kind kind, Wrong wrong) throws IOException {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate(wrong))
            .build()
            .sslSocketFactory());
    server.enqueue(new MockResponse.Builder().code(403).build());
    server.start();
    RecordingInlet inlet = new RecordingInlet();

    transport(kind).open("a", Start.after(Position.ORIGIN), inlet);

    EndReason end = inlet.awaitEnd();
    if (wrong == Wrong.NOTHING) {
      assertThat(end).isInstanceOf(EndReason.Refused.class);
      assertThat(server.getRequestCount()).isEqualTo(1);
    } else {
      assertThat(end).isInstanceOf(EndReason.Lost.class);
      assertThat(((EndReason.Lost) end).why()).contains("SSL");
      assertThat(server.getRequestCount()).isZero();
    }
  }
}
