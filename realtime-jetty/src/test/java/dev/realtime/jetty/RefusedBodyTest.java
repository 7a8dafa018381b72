package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a connection whose request is answered before its body has come. */
class RefusedBodyTest {
  private static final String POST =
      "POST /realtime/channels/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final String STATUS = "GET /realtime/status HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final RealtimeServer server =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsLeftOfARefusedBodyEndsTheConnectionAndIsToldSo() throws IOException {
    String part = "x".repeat(1_000);
    String many = "Content-Length: 99999999\r\n";
    try (RawHttp declared = new RawHttp(server.url());
        RawHttp chunked = new RawHttp(server.url());
        RawHttp expecting = new RawHttp(server.url());
        RawHttp refused = new RawHttp(server.url())) {
      Answer announced = declared.send(POST + many + "\r\n" + part).read();
      chunked.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
      Answer counted = chunked.send("FFFFF\r\n" + "x".repeat((64 << 10) + 1)).read();
      Answer early = expecting.send(POST + many + "Expect: 100-continue\r\n\r\n").read();
      Answer foreign = refused.send(POST + "Origin: null\r\n" + many + "\r\n" + part).read();

      assertThat(announced.status()).isEqualTo(413);
      assertThat(announced.header("Connection")).isEqualTo("close");
      assertThat(counted.status()).isEqualTo(413);
      assertThat(counted.header("Connection")).isEqualTo("close");
      assertThat(early.status()).isEqualTo(413);
      assertThat(foreign.status()).isEqualTo(403);
      assertThat(foreign.header("Connection")).isEqualTo("close");
    }
  }

  @Test
  void aBodyThatIsALittleTooLargeIsReadToItsEndBeforeTheAnswer() throws IOException {
    int size = (64 << 10) + 1;
    try (RawHttp raw = new RawHttp(server.url())) {
      for (int i = 0; i < 3; i++) {
        raw.send(POST + "Content-Length: " + size + "\r\n\r\n" + "x".repeat(size - 1));
        Answer refused = raw.send("x").read();

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.header("Connection")).isEmpty();
      }
      assertThat(raw.send(STATUS).read().status()).isEqualTo(200);
    }
  }

  @Test
  void aRefusedBodyThatCameWholeKeepsTheConnection() throws IOException {
    try (RawHttp raw = new RawHttp(server.url())) {
      Answer refused = raw.send(POST + "Origin: null\r\nContent-Length: 1\r\n\r\n1").read();

      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.header("Connection")).isEmpty();
      assertThat(raw.send(STATUS).read().status()).isEqualTo(200);
    }
  }
}
