package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.tck.RecordingInlet;
import dev.realtime.testkit.tck.Verifies;
import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Interceptor;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application's own OkHttp client, and answers beyond measure, end no exchange in silence. */
class TransportApplicationClientTest {
  private static final Start ORIGIN = Start.after(Position.ORIGIN);

  private final MockWebServer server = new MockWebServer();
  private final RecordingInlet inlet = new RecordingInlet();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  @Verifies("4.3")
  void required_4_3_anInterceptorThatThrowsIsALoss(Transport kind) {
    Interceptor throwing =
        chain -> {
          throw new IllegalStateException("not today");
        };
    try (TransportClient client =
        new TransportClient(kind, server.getPort(), http -> http.addInterceptor(throwing))) {
      client.transport().open("a", ORIGIN, inlet);

      assertThat(inlet.awaitEnd())
          .isInstanceOfSatisfying(
              EndReason.Lost.class, lost -> assertThat(lost.why()).contains("not today"));
    }
  }

  @Test
  void aStreamOutlivesTheTimeOutOfCalls() throws Exception {
    try (RealtimeServer real =
            RealtimeServer.builder()
                .configuration(Configuration.builder())
                .port(0)
                .set("realtime.heartbeat.interval", "100ms")
                .start();
        TransportClient client =
            new TransportClient(
                Transport.SSE, real.port(), http -> http.callTimeout(Duration.ofMillis(300)))) {
      client.transport().open("a", Start.latest(), inlet);

      inlet.awaitHeads(8);

      assertThat(inlet.ends()).isEmpty();
    }
  }

  @Test
  @Verifies("4.4")
  void required_4_4_anAnswerWithoutEndIsALoss() {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body(new Buffer().write(new byte[17 << 20]))
            .build());
    try (TransportClient client = new TransportClient(Transport.SHORT_POLLING, server.getPort())) {
      client.transport().open("a", ORIGIN, inlet);

      assertThat(inlet.awaitEnd())
          .isInstanceOfSatisfying(
              EndReason.Lost.class,
              lost -> assertThat(lost.why()).contains("more than 16777216 bytes"));
    }
  }

  @Test
  void aHeartbeatOfAgesIsNoReasonToEnd() {
    String events =
        "event: hello\ndata: {'position':'0:0','head':'0:0','heartbeatMillis':9223372036854775807}"
            + "\n\nevent: bye\ndata: {'code':'max-age','retryAfterMillis':9223372036854775807}\n\n";
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(events.replace('\'', '"'))
            .build());
    try (TransportClient client = new TransportClient(Transport.SSE, server.getPort())) {
      client.transport().open("a", ORIGIN, inlet);

      assertThat(inlet.awaitEnd())
          .isInstanceOfSatisfying(
              EndReason.Completed.class,
              end -> assertThat(end.retryAfter()).contains(Duration.ofHours(1)));
    }
  }
}
