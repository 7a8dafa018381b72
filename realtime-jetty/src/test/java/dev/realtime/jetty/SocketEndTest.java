package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.spi.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A socket that the server closes, and a peer that does not care. */
class SocketEndTest {
  private static final String EMPTY_BINARY = "\u0082\u0080\0\0\0\0";
  private static final String PUBLISH =
      "{\"op\":\"publish\",\"ref\":\"1\",\"channel\":\"a\",\"messages\":[{\"data\":1}]}";

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

  private RawHttp socket(String path) throws IOException {
    RawHttp raw = new RawHttp(server.url());
    raw.send("GET /realtime" + path + " HTTP/1.1\r\nHost: localhost\r\n" + RawHttp.HANDSHAKE);
    raw.send("\r\n");
    assertThat(raw.read().status()).isEqualTo(101);
    return raw;
  }

  /** A text frame with a mask of zeros. */
  private static String text(String message) {
    assertThat(message.length()).isLessThan(126);
    return "\u0081" + (char) (0x80 | message.length()) + "\0\0\0\0" + message;
  }

  /** What the server sends until it ends the connection: texts, and the code of a close. */
  private static List<String> rest(RawHttp raw) throws IOException {
    List<String> frames = new ArrayList<>();
    InputStream in = raw.socket().getInputStream();
    for (int first = in.read(); first >= 0; first = in.read()) {
      int size = in.read();
      if (size == 126) {
        size = ByteBuffer.wrap(in.readNBytes(2)).getChar();
      }
      byte[] payload = in.readNBytes(size);
      frames.add(
          (first & 0xf) == 8
              ? "close " + (int) ByteBuffer.wrap(payload).getChar(0)
              : new String(payload, StandardCharsets.UTF_8));
    }
    return frames;
  }

  @Test
  void aPeerThatWasToldToCloseIsHeardNoMoreAndCut() throws IOException {
    try (RawHttp raw = socket("/socket")) {
      raw.send(EMPTY_BINARY + EMPTY_BINARY + text(PUBLISH) + EMPTY_BINARY);

      List<String> frames = rest(raw);

      assertThat(frames).hasSize(2).last().isEqualTo("close 4500");
    }
    String head = new Http(server.url()).get("/channels/a?after=0:0").body();
    assertThat(head).contains("\"head\":\"0:0\"");
  }

  @Test
  void aSocketOverTheLimitIsCutThoughItsPeerDoesNotClose() throws IOException {
    try (RawHttp first = socket("/socket");
        RawHttp second = socket("/socket")) {
      List<String> frames = rest(second);

      assertThat(frames).hasSize(2).last().isEqualTo("close 4006");
      assertThat(frames.get(0)).startsWith("{\"op\":\"bye\",\"code\":\"rate-limited\"");
      assertThat(first.socket().isClosed()).isFalse();
    }
  }

  @Test
  void anAnswerDoesNotGiveBackALongName() throws IOException {
    String frame = "{\"op\":\"subscribe\",\"channel\":\"" + "x".repeat(60_000) + "\"}";
    try (RawHttp raw = socket("/socket")) {
      raw.send("\u0081\u00fe" + (char) (frame.length() >> 8) + (char) (frame.length() & 0xff));
      raw.send("\0\0\0\0" + frame + EMPTY_BINARY);

      List<String> frames = rest(raw);

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
    try (RawHttp raw = socket("/channels/a?after=0:0")) {
      raw.send(EMPTY_BINARY);

      assertThat(rest(raw)).anyMatch(frame -> frame.contains("\"data\":1}"));
    }
  }
}
