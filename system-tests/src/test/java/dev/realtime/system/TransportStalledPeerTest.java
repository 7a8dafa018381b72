package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.spi.Append;
import dev.realtime.spi.NewEntry;
import dev.realtime.testkit.tck.Verifies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server against peers that ask for much and read nothing, and logs that do not answer. */
class TransportStalledPeerTest {
  private static final int ENTRIES = 1_000;

  private final TransportWatchedEngine engine = new TransportWatchedEngine();
  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.heartbeat.interval", "200ms")
          .set("realtime.websocket.send-timeout", "1s")
          .engine(engine)
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'Accept: text/event-stream', eventStreams",
    "'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', sockets"
  })
  @Verifies({"4.18", "4.11"})
  void required_4_18_onlyWhatTheSocketTakesIsReadAndAStalledPeerIsCut(String header, String counted)
      throws IOException {
    Payload large = Payload.json("\"" + "x".repeat(32_000) + "\"");
    NewEntry entry = new NewEntry(large, PublishOptions.defaults());
    engine.open("stalled").append(Append.anonymous(Collections.nCopies(ENTRIES, entry)));
    try (Socket peer = new Socket()) {
      peer.setReceiveBufferSize(4_096);
      peer.connect(new InetSocketAddress("localhost", server.port()));
      String request =
          "GET /realtime/channels/stalled?after=earliest HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n\r\n"
              .formatted(server.port(), header);
      peer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await(counted + ": 1");

      await(counted + ": 0");

      long batch = 256_000 / 32_000 + 1;
      assertThat(engine.readTo()).isBetween(1L, ENTRIES - 2 * batch);
    }
  }

  @Test
  void moreThanSixtyFourPublishesInFlightAreRefusedForNow() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    engine.holdUntil(gate);
    try (SocketTalk talk = SocketTalk.many(server.url())) {
      for (int i = 0; i < 66; i++) {
        talk.say(
            "{'op':'publish','ref':'%d','channel':'c%d','messages':[{'data':1}]}"
                .formatted(i, i % 7));
      }
      for (int ref = 64; ref < 66; ref++) {
        assertThat(talk.hear())
            .startsWith("{\"op\":\"error\",\"ref\":\"" + ref + "\"")
            .contains("\"code\":\"rate-limited\"", "\"outcome\":\"not-stored\"");
      }

      gate.complete(null);

      for (int i = 0; i < 64; i++) {
        assertThat(talk.hear()).startsWith("{\"op\":\"published\"");
      }
    }
    assertThat(engine.held()).isEqualTo(64);
  }

  private void await(String line) throws IOException {
    URI status = URI.create(server.url() + "/status");
    long end = System.nanoTime() + 10_000_000_000L;
    String text = "";
    while (!text.contains(line) && System.nanoTime() < end) {
      try (var body = status.toURL().openStream()) {
        text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    assertThat(text).contains(line);
  }
}
