package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.spi.Principal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A socket that the server closes, and a peer that does not care. */
class SocketEndTest {
  private static final String EMPTY_BINARY = "\u0082\u0080\0\0\0\0";
  private static final String PUBLISH =
      "{'op':'publish','ref':'1','channel':'a','messages':[{'data':1}]}";

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.websocket.send-timeout", "500ms")
          .set("realtime.server.max-connections", "1")
          .authenticator(
              token ->
                  CompletableFuture.completedFuture(new Principal("ann", Optional.of(Instant.MAX))))
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  private RawSocket socket(String path) throws IOException {
    return new RawSocket(server.url(), path, "");
  }

  @Test
  void aPeerThatWasToldToCloseIsHeardNoMoreAndCut() throws IOException {
    try (RawSocket raw = socket("/socket")) {
      raw.send(EMPTY_BINARY + EMPTY_BINARY).say(PUBLISH).send(EMPTY_BINARY);

      List<String> frames = raw.rest();

      assertThat(frames).hasSize(2).last().isEqualTo("close 4500");
    }
    String head = new Http(server.url()).get("/channels/a?after=0:0").body();
    assertThat(head).contains("\"head\":\"0:0\"");
  }

  @Test
  void aSocketOverTheLimitIsCutThoughItsPeerDoesNotClose() throws IOException {
    try (RawSocket first = socket("/socket");
        RawSocket second = socket("/socket")) {
      List<String> frames = second.rest();

      assertThat(frames).hasSize(2).last().isEqualTo("close 4006");
      assertThat(frames.get(0)).startsWith("{\"op\":\"bye\",\"code\":\"rate-limited\"");
      assertThat(first.say("{'op':'ping'}").hear()).startsWith("{\"op\":\"hello\"");
    }
  }

  @Test
  void anAnswerDoesNotGiveBackALongName() throws IOException {
    try (RawSocket raw = socket("/socket")) {
      raw.say("{'op':'subscribe','channel':'" + "x".repeat(60_000) + "'}").send(EMPTY_BINARY);

      List<String> frames = raw.rest();

      assertThat(frames.get(1)).contains("'channel' has more than 200 characters");
      assertThat(frames.get(1).length()).isLessThan(400);
    }
  }

  @Test
  void aTokenThatNeverExpiresServesAStream() throws IOException {
    new Http(server.url()).post("/channels/a", "application/json", "1");
    try (RawHttp raw = new RawHttp(server.url())) {
      raw.send("GET /realtime/channels/a?after=0:0 HTTP/1.1\r\nHost: localhost\r\n");
      raw.send("Accept: text/event-stream\r\n\r\n");
      StringBuilder stream = new StringBuilder();
      while (!stream.toString().contains("\"data\":1}")) {
        int next = raw.socket().getInputStream().read();
        assertThat(next).as(stream.toString()).isNotNegative();
        stream.append((char) next);
      }
    }
  }

  @Test
  void aTokenThatNeverExpiresServesASocket() throws IOException {
    new Http(server.url()).post("/channels/a", "application/json", "1");
    try (RawSocket raw = socket("/channels/a?after=0:0")) {
      raw.send(EMPTY_BINARY);

      assertThat(raw.rest()).anyMatch(frame -> frame.contains("\"data\":1}"));
    }
  }
}
