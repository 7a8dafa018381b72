package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.tck.RecordingInlet;
import dev.realtime.testkit.tck.Verifies;
import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client makes of a batch that is none, from a server that says so in good order. */
class TransportUnreadableTest {
  private static final String HELLO = "{'op':'hello','heartbeatMillis':60000}";
  private static final String SUBSCRIBED =
      "{'op':'subscribed','channel':'%s','position':'0:0','head':'e:1'}";

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

  private static MockResponse body(String contentType, String body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", contentType)
        .body(body.replace('\'', '"'))
        .build();
  }

  private EndReason ending(Transport kind, MockResponse response) {
    server.enqueue(response);
    try (TransportClient client = new TransportClient(kind, server.getPort())) {
      client.transport().open("a", Start.after(Position.ORIGIN), inlet);
      return inlet.awaitEnd();
    }
  }

  private void assertUnreadable(EndReason end) {
    assertThat(end).isInstanceOf(EndReason.Unreadable.class);
    assertThat(inlet.batches()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'channel':'a','last':'e:1'}", "[]", "{'channel':'a'", "{'last':7}", "", "\0"})
  @Verifies({"4.4", "4.7"})
  void required_4_7_anAnswerThatIsNoBatchIsUnreadable(String batch) {
    assertUnreadable(ending(Transport.LONG_POLLING, body("application/json", batch)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'channel':'a','last':'e:1'}", "[]", "{'channel':'a'", "{'last':7}"})
  @Verifies({"4.4", "4.7"})
  void required_4_7_anEventThatIsNoBatchIsUnreadable(String batch) {
    String hello = "event: hello\ndata: {'position':'0:0','head':'0:0'}\n\n";

    assertUnreadable(
        ending(Transport.SSE, body("text/event-stream", hello + "data: " + batch + "\n\n")));
  }

  @ParameterizedTest
  @EnumSource(names = {"SHORT_POLLING", "LONG_POLLING", "SSE"})
  void aPageOfWhatIsOnTheWayIsALoss(Transport kind) {
    EndReason end = ending(kind, body("text/html", "<html>Back in a minute</html>"));

    assertThat(end).isInstanceOf(EndReason.Lost.class);
    assertThat(((EndReason.Lost) end).why()).contains("answered 200 text/html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'batch','channel':'a','last':'e:1'}",
        "{'op':'batch','channel':'a','previous':'0:0','last':'e:1','entries':[{'offset':1,'data':",
        "{'op':'batch','channel':'a','previous':'0:0','last':'e:1','entries':[{'offset':0}]}",
      })
  @Verifies({"4.4", "4.7"})
  void required_4_7_aFrameThatIsNoBatchIsUnreadableForItsChannelAlone(String frame) {
    RecordingInlet other = new RecordingInlet();
    server.enqueue(new MockResponse.Builder().webSocketUpgrade(new Saying(frame)).build());
    try (TransportClient client = new TransportClient(Transport.WEBSOCKET, server.getPort())) {
      client.transport().open("b", Start.after(Position.ORIGIN), other);
      other.awaitOpen();
      client.transport().open("a", Start.after(Position.ORIGIN), inlet);

      assertUnreadable(inlet.awaitEnd());
      assertThat(other.awaitEntries(1)).hasSize(1);
      assertThat(server.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  @Verifies({"4.4", "4.7"})
  void required_4_7_aFrameOfNoChannelIsUnreadable() {
    assertUnreadable(
        ending(
            Transport.WEBSOCKET,
            new MockResponse.Builder().webSocketUpgrade(new Saying("{'op'")).build()));
  }

  /** Says something to channel a, and then a batch to channel b. */
  private static final class Saying extends WebSocketListener {
    private final String frame;

    Saying(String frame) {
      this.frame = frame;
    }

    private static void say(WebSocket socket, String frame) {
      socket.send(frame.replace('\'', '"'));
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      say(socket, HELLO);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      if (text.contains("\"unsubscribe\"")) {
        String batch = "'channel':'b','previous':'0:0','last':'e:1'";
        say(socket, "{'op':'batch'," + batch + ",'entries':[{'offset':1,'time':7,'data':1}]}");
      } else if (text.contains("\"channel\":\"a\"")) {
        say(socket, SUBSCRIBED.formatted("a"));
        say(socket, frame);
      } else if (text.contains("\"subscribe\"")) {
        say(socket, SUBSCRIBED.formatted("b"));
      }
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(1000, null);
    }
  }
}
