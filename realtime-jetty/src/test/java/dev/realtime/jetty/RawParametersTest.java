package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RawHttp.Answer;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters in all the ways that a query and a header may say them. */
class RawParametersTest {
  private static final RealtimeServer SERVER =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
  private static final String HOST = "Host: localhost\r\n";
  private static final String SOCKET = HOST + RawHttp.HANDSHAKE;

  private static final String ONE =
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\n";

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static Answer ask(String line, String headers) throws IOException {
    return RawHttp.ask(SERVER.url(), line + "\r\n" + headers + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"after=", "after", "max=1&after=", "after=&after=0:0", "after=%20"})
  void anEmptyPosition(String query) throws IOException {
    String line = "GET /realtime/channels/a?" + query + " HTTP/1.1";

    Answer poll = ask(line, HOST);
    Answer events = ask(line, HOST + "Accept: text/event-stream\r\n");
    Answer socket = ask(line, SOCKET);

    assertThat(Stream.of(poll, events, socket)).allSatisfy(answer -> isBadPosition(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "'1, 2', 200",
    "'2\r\nRealtime-Protocol: 1', 200",
    "'1', 200",
    "'2', 426",
    "'2, 3', 426",
    "'2\r\nRealtime-Protocol: 3', 426",
  })
  void aVersionInCommonIsFound(String versions, int status) throws IOException {
    String header = "Realtime-Protocol: " + versions + "\r\n";

    assertThat(ask("GET /realtime/channels/a HTTP/1.1", HOST + header).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "'foo\r\nSec-WebSocket-Protocol: realtime.v1.json', 101",
    "'foo, realtime.v1.json', 101",
    "'realtime.v1.json', 101",
    "'foo', 426",
    "'foo\r\nSec-WebSocket-Protocol: bar', 426",
  })
  void aSubprotocolInCommonIsFound(String offered, int status) throws IOException {
    String headers = SOCKET;

    Answer answer =
        ask(
            "GET /realtime/socket HTTP/1.1",
            headers + "Sec-WebSocket-Protocol: " + offered + "\r\n");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Sec-WebSocket-Protocol"))
        .isEqualTo(status == 101 ? "realtime.v1.json" : "");
  }

  private static void isBadPosition(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"bad-request\"").contains("<epoch>:<offset>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max=99999999999",
        "max=2147483648",
        "max=00000000000000000005",
        "wait=00000000000"
      })
  void aNumberAboveWhatIsServedIsTheMost(String query) throws IOException {
    assertThat(ask("GET /realtime/channels/a?" + query + " HTTP/1.1", HOST).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "&wait=99999999999, x",
    "'', 'Prefer: wait=20'",
    "'', 'Prefer: wait=\"20\"'",
    "'', 'Prefer: wait = 20'",
    "'', 'Prefer: WAIT=20'",
    "'', 'prefer: respond-async, wait=99999999999'",
    "'', 'Prefer: respond-async\r\nPrefer: foo; wait=20'",
  })
  void aWaitIsHonoured(String query, String header) throws IOException {
    String path = "/realtime/channels/" + Integer.toHexString((query + header).hashCode());
    String headers = HOST + (header.equals("x") ? "" : header + "\r\n");
    try (RawHttp poll = new RawHttp(SERVER.url())) {
      poll.send("GET " + path + "?after=0:0" + query + " HTTP/1.1\r\n" + headers + "\r\n");
      assertThat(isParked()).isTrue();

      ask("POST " + path + " HTTP/1.1", HOST + ONE);

      assertThat(poll.read().body()).contains("\"data\":1");
    }
  }

  private static boolean isParked() throws IOException {
    for (int asked = 0; asked < 1_000; asked++) {
      if (ask("GET /realtime/status HTTP/1.1", HOST).body().contains("longPolls: 1")) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=soon", "wait", "await=1", "x=wait=1", "wait=-1", "wait=1x"})
  void aPreferenceThatIsNoWaitIsPassedOver(String preference) throws IOException {
    Answer answer =
        ask("GET /realtime/channels/a?after=0:0 HTTP/1.1", HOST + "Prefer: " + preference + "\r\n");

    assertThat(answer.status()).isEqualTo(200);
  }
}
