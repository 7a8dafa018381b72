package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.testkit.tck.FaultyLogEngine;
import dev.realtime.testkit.tck.SocketTalk;
import dev.realtime.testkit.tck.Verifies;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server does with wrong frames of a channel and wrong handshakes, each on its own socket.
 */
class SocketInputTest {
  private static final RealtimeServer SERVER =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'subscribe','channel':'a//b'}",
        "{'op':'subscribe','channel':'../a'}",
        "{'op':'subscribe','channel':'a','after':'a:01'}",
        "{'op':'subscribe','channel':'a','after':'never'}",
        "{'op':'subscribe','channel':'a','window':-1}",
        "{'op':'subscribe','channel':'a','window':1001}",
        "{'op':'subscribe','channel':'a','window':'2'}",
        "{'op':'ack','channel':'a'}",
        "{'op':'ack','channel':'a','position':'x'}",
        "{'op':'publish','channel':'a','messages':[]}",
        "{'op':'publish','channel':'a','producer':'p','sequence':0,'messages':[{'data':1}]}",
        "{'op':'publish','channel':'a','messages':[{'data':1,'type':'a b'}]}",
      })
  void aWrongFrameOfAChannelIsAnsweredAndTheSocketStays(String frame) {
    try (SocketTalk talk = SocketTalk.many(SERVER.url())) {
      talk.say(frame);
      talk.say("{'op':'ping'}");

      assertThat(talk.hear())
          .startsWith("{\"op\":\"error\",\"channel\":\"")
          .contains("\"code\":\"bad-request\"");
      assertThat(talk.hear()).isEqualTo("{\"op\":\"pong\"}");
    }
  }

  @Test
  void anOversizedPayloadIsToldAndTheSocketStays() {
    String large = "\"" + "x".repeat(64 * 1024) + "\"";
    try (SocketTalk talk = SocketTalk.many(SERVER.url())) {
      talk.say("{'op':'publish','ref':'1','channel':'large','messages':[{'data':" + large + "}]}");
      talk.say("{'op':'publish','ref':'2','channel':'large','messages':[{'data':1}]}");

      assertThat(talk.hear())
          .startsWith("{\"op\":\"error\",\"ref\":\"1\",\"channel\":\"large\"")
          .contains("\"code\":\"payload-too-large\"");
      assertThat(talk.hear()).matches("\\{\"op\":\"published\",\"ref\":\"2\".*:1\".*");
    }
  }

  @Test
  void aSequenceThatDoesNotFitIsTold() {
    String publish =
        "{'op':'publish','ref':'%s','channel':'sequences','producer':'p','sequence':%d,'messages':[{'data':%d}]}";
    try (SocketTalk talk = SocketTalk.many(SERVER.url())) {
      talk.say(publish.formatted("first", 1, 1));
      talk.say(publish.formatted("again", 1, 1));
      talk.say(publish.formatted("other", 1, 2));
      talk.say(publish.formatted("ahead", 5, 5));

      assertThat(talk.hear()).contains("\"ref\":\"first\"").contains("\"duplicate\":false");
      assertThat(talk.hear()).contains("\"ref\":\"again\"").contains("\"duplicate\":true");
      assertThat(talk.hear())
          .startsWith("{\"op\":\"error\",\"ref\":\"other\"")
          .contains("\"code\":\"message-id-reused\"");
      assertThat(talk.hear())
          .startsWith("{\"op\":\"error\",\"ref\":\"ahead\"")
          .contains("\"code\":\"out-of-sequence\"")
          .contains("\"expected\":2");
    }
  }

  @Test
  void moreThanSixtyFourPublishesInFlightAreRefusedForNow() {
    FaultyLogEngine engine =
        new FaultyLogEngine(
            new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1)));
    engine.stall();
    try (RealtimeServer server =
            RealtimeServer.builder()
                .configuration(Configuration.builder())
                .port(0)
                .engine(engine)
                .start();
        SocketTalk talk = SocketTalk.many(server.url())) {
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

      engine.release();

      for (int i = 0; i < 64; i++) {
        assertThat(talk.hear()).startsWith("{\"op\":\"published\"");
      }
      LongStream heads =
          IntStream.range(0, 7)
              .mapToObj(i -> engine.open("c" + i).bounds().toCompletableFuture().join())
              .mapToLong(bounds -> bounds.head().offset());
      assertThat(heads.sum()).isEqualTo(64);
    }
  }

  @Test
  @Verifies("4.19")
  void required_4_19_unknownFieldsAreIgnored() {
    try (SocketTalk talk = SocketTalk.many(SERVER.url())) {
      talk.say("{'later':{'a':[1,{'b':null}]},'op':'subscribe','more':true,'channel':'fields'}");

      assertThat(talk.hear()).startsWith("{\"op\":\"subscribed\",\"channel\":\"fields\"");
      assertThat(talk.hearAllUntilPong()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/socket | Origin: http://evil.example | 403",
        "/socket | Origin: null | 403",
        "/channels/a | Origin: http://evil.example | 403",
        "/channels/a?after=x | X: y | 400",
        "/channels/a?after=a:01 | X: y | 400",
        "/channels/a?window=-1 | X: y | 400",
        "/channels/a//b | X: y | 400",
        "/socket | Sec-WebSocket-Protocol: realtime.v2.json | 426",
        "/socket | Sec-WebSocket-Protocol: realtime.v1.json5 | 426",
        "/socket | Realtime-Protocol: 2 | 426",
        "/socket | Sec-WebSocket-Protocol: other, realtime.v1.json | 101",
        "/socket | X: y | 101",
      })
  @Verifies("4.19")
  void required_4_19_aHandshakeIsRefusedBeforeTheUpgrade(String handshake) throws IOException {
    String[] parts = handshake.split(" \\| ", 3);

    assertThat(handshake(parts[0], parts[1])).startsWith("HTTP/1.1 " + parts[2] + " ");
  }

  private static String handshake(String path, String header) throws IOException {
    try (Socket socket = new Socket("localhost", SERVER.port())) {
      socket.setSoTimeout(10_000);
      String request =
          "GET /realtime%s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
              .formatted(path, SERVER.port(), header);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      return new String(answer.readNBytes(16), StandardCharsets.US_ASCII);
    }
  }
}
