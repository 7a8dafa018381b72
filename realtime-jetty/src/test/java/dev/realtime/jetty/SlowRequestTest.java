package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RawHttp.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that come slowly, or of which a part does not come (Slowloris). */
class SlowRequestTest {
  private static final String POST =
      "POST /realtime/channels/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final String STATUS = "GET /realtime/status HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.websocket.send-timeout", "500ms")
          .set("realtime.heartbeat.interval", "100ms")
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  /** Sends a byte whenever nothing came for 50 ms. */
  private static boolean endsWhileBytesDribble(RawHttp raw) throws IOException {
    raw.socket().setSoTimeout(50);
    for (int sent = 0; sent < 200; sent++) {
      try {
        if (raw.socket().getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        raw.send("x");
      }
    }
    return false;
  }

  @Test
  void headersThatDribbleAreCut() throws IOException {
    try (RawHttp raw = new RawHttp(server.url())) {
      raw.send("GET /realtime/status HTTP/1.1\r\nX: ");

      assertThat(endsWhileBytesDribble(raw)).isTrue();
    }
  }

  @Test
  void headersThatDribbleAfterAnAnswerAreCut() throws IOException {
    try (RawHttp raw = new RawHttp(server.url())) {
      assertThat(raw.send(STATUS).read().status()).isEqualTo(200);
      assertThat(raw.send(POST + "Content-Length: 1\r\n\r\n1").read().status()).isEqualTo(201);
      raw.send("GET /realtime/status HTTP/1.1\r\nX: ");

      assertThat(endsWhileBytesDribble(raw)).isTrue();
    }
  }

  /** The body takes longer than headers may. */
  @Test
  void aBodyMayTakeItsTime() throws IOException {
    try (RawHttp raw = new RawHttp(server.url())) {
      raw.send(POST + "Content-Length: 20\r\n\r\n1");
      raw.socket().setSoTimeout(50);
      for (int sent = 1; sent < 20; ) {
        try {
          assertThat(raw.socket().getInputStream().read()).as("an early answer").isNull();
        } catch (SocketTimeoutException e) {
          raw.send("1");
          sent++;
        }
      }
      raw.socket().setSoTimeout(10_000);

      assertThat(raw.read().status()).isEqualTo(201);
      assertThat(raw.send(STATUS).read().status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyThatStallsIsToldSo() throws IOException {
    try (RawHttp raw = new RawHttp(server.url())) {
      Answer answer = raw.send(POST + "Content-Length: 20\r\n\r\n1").read();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(answer.body())
          .contains("\"status\":408")
          .contains("the body came too slowly: 1 bytes had come")
          .contains("\"code\":\"connection-lost\",\"retryable\":true,\"outcome\":\"not-stored\"");
      assertThat(raw.socket().getInputStream().read()).isNegative();
    }
  }

  @Test
  void aSocketOutlivesTheIdleTimeOut() throws IOException {
    try (RawHttp raw = new RawHttp(server.url())) {
      raw.send("GET /realtime/socket HTTP/1.1\r\nHost: localhost\r\n" + RawHttp.HANDSHAKE + "\r\n");
      assertThat(raw.read().status()).isEqualTo(101);
      for (int frame = 0; frame < 50; frame++) {
        int opCode = raw.socket().getInputStream().read() & 0xf;
        int size = raw.socket().getInputStream().read();
        raw.socket().getInputStream().readNBytes(size);
        assertThat(opCode).as("text, ping or pong, not close").isIn(1, 9, 10);
        if (opCode == 9) {
          raw.send("\u008a\u0080\0\0\0\0");
        }
      }
    }
  }
}
