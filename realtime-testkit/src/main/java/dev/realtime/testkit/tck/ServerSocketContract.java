package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.append;

import dev.realtime.Position;
import dev.realtime.spi.Batch;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SPEC 4.15 asks of the messages and the close codes of a socket, whatever client hears. */
public interface ServerSocketContract {
  /** A server of its own for one test. */
  ServerFixture newServer();

  @Test
  @Verifies("4.15")
  default void required_4_15_oneBatchIsOneTextMessage() {
    try (ServerFixture server = newServer()) {
      append(server.engine().open("a"), 250);
      try (SocketTalk talk = SocketTalk.many(server.url())) {
        talk.say("{'op':'subscribe','channel':'a','after':'earliest','window':0}");
        assertBegins("{\"op\":\"subscribed\",\"channel\":\"a\",\"position\":\"", talk.hear());

        for (Position at = Position.ORIGIN; at.offset() < 250; ) {
          String message = talk.hear();
          assertBegins("{\"op\":\"batch\",\"channel\":\"a\",\"previous\":\"", message);
          Batch batch = TransportEntries.decode(message, "a");
          Assertions.assertEquals(at, batch.previous(), "previous of the batch after " + at);
          at = batch.last();
        }

        Assertions.assertEquals("", talk.hearAllUntilPong(), "what follows the last batch");
      }
    }
  }

  private static void assertBegins(String expected, String message) {
    Assertions.assertEquals(
        expected, message.substring(0, Math.min(message.length(), expected.length())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{}",
        "{'channel':'a'}",
        "{'op':7}",
        "{'op':'subscribe','channel':'a'",
      })
  @Verifies("4.15")
  default void required_4_15_aFrameThatIsNoneClosesWithBadRequest(String frame) {
    try (ServerFixture server = newServer();
        SocketTalk talk = SocketTalk.many(server.url())) {
      talk.say(frame);

      String error = talk.hear();
      assertBegins("{\"op\":\"error\"", error);
      Assertions.assertTrue(error.contains("\"code\":\"bad-request\""), error);
      assertBegins("4500 bad-request: ", talk.awaitClose());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'dance','ref':'late'}",
        "{'ref':'late','op':'subscribe'}",
        "{'after':1,'op':'subscribe','channel':'a','ref':'late'}",
        "{'op':'publish','channel':'a','messages':[{'data':1,'type':'a b'}],'ref':'late'}",
        "{'messages':[{'data':{'x':[1]},'type':[[{}]]},{}],'channel':7,'ref':'late','op':'publish'}",
        "{'op':'ack','ref':'late','position':'0:0'}",
      })
  @Verifies("4.15")
  default void required_4_15_aWrongFrameWithAnOpIsAnsweredAndTheSocketGoesOn(String frame) {
    try (ServerFixture server = newServer();
        SocketTalk talk = SocketTalk.many(server.url())) {
      String error = talk.say(frame).hear();

      assertBegins("{\"op\":\"error\",\"ref\":\"late\"", error);
      Assertions.assertTrue(error.contains("\"code\":\"bad-request\""), error);
      Assertions.assertEquals("", talk.hearAllUntilPong(), "what follows the error");
    }
  }

  @Test
  @Verifies("4.11")
  default void required_4_11_aPingIsAnsweredWithItsContent() {
    try (ServerFixture server = newServer();
        SocketTalk talk = SocketTalk.many(server.url())) {
      Assertions.assertEquals("are you there", talk.ping("are you there"), "the content");
      Assertions.assertEquals("", talk.ping(""), "the content of an empty one");
    }
  }

  @Test
  @Verifies("4.15")
  default void required_4_15_aBinaryFrameClosesWithBadRequest() {
    try (ServerFixture server = newServer();
        SocketTalk talk = SocketTalk.many(server.url())) {
      talk.sayBytes(new byte[] {1, 2, 3});

      assertBegins("4500 bad-request", talk.awaitClose());
    }
  }

  @Test
  @Verifies("4.15")
  default void required_4_15_anOversizedFrameClosesWithMessageTooLarge() {
    String half = "x".repeat((1 << 19) + 1);
    try (ServerFixture server = newServer();
        SocketTalk whole = SocketTalk.many(server.url());
        SocketTalk pieces = SocketTalk.many(server.url())) {
      whole.say(half + half);
      pieces.sayInPieces(half, half);

      assertBegins("1009 ", whole.awaitClose());
      assertBegins("1009 ", pieces.awaitClose());
    }
  }

  @Test
  @Verifies("4.15")
  default void required_4_15_aDrainClosesWithACodeToComeAgain() {
    try (ServerFixture server = newServer();
        SocketTalk talk = SocketTalk.many(server.url())) {
      server.drain();

      assertBegins("{\"op\":\"bye\",\"code\":\"shutting-down\"", talk.hear());
      assertBegins("4000 shutting-down", talk.awaitClose());
    }
  }
}
