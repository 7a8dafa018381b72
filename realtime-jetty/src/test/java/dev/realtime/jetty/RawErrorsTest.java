package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RawHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no HTTP client sends: each is answered with a problem. */
class RawErrorsTest {
  private static final RealtimeServer SERVER =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
  private static final String HOST = "Host: localhost\r\n";
  private static final String SOCKET = HOST + "Upgrade: websocket\r\n";
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
  private static final String CONNECTION = "Connection: Upgrade\r\n";

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static Answer ask(String line, String headers) throws IOException {
    return RawHttp.ask(SERVER.url(), line + "\r\n" + headers + "\r\n");
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertEquals(status, answer.status(), answer.head() + answer.body());
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body())
        .contains("\"type\":\"urn:realtime:" + code + "\"")
        .contains("\"status\":" + status)
        .contains("\"code\":\"" + code + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%2Fb",
        "a//b",
        "%2e%2e",
        "a%00",
        "a%0a",
        "a%zz",
        "a%4",
        "a%",
        "%ED%A0%80",
        "a%252fb",
        "\u00c3\u00a9",
        "a\\b",
        "a%5cb",
        "a;b",
        "a b",
        "..",
        "a/../b"
      })
  void aChannelThatIsNone(String name) throws IOException {
    assertProblem(ask("GET /realtime/channels/" + name + " HTTP/1.1", HOST), 400, "bad-request");
  }

  static Stream<Object[]> malformed() {
    String long9k = "x".repeat(9 << 10);
    return Stream.of(
        row("GET /realtime/status HTTP/1.1", HOST + "X: " + long9k + "\r\n", 431, "too-long"),
        row("GET /realtime/status?x=" + long9k + " HTTP/1.1", HOST, 414, "too-long"),
        row(
            "POST /realtime/channels/a HTTP/1.1",
            HOST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            400,
            "bad-request"),
        row("GET /realtime/status HTTP/1.1", "", 400, "bad-request"),
        row("GET /realtime/status HTTP/1.1", HOST + "X: a\u0001b\r\n", 400, "bad-request"),
        row("CONNECT localhost:80 HTTP/1.1", HOST, 404, "not-found"),
        row("GET /realtime/status HTTP/9.9", HOST, 505, "protocol-version"),
        row("nonsense", HOST, 400, "bad-request"),
        row("GET / HTTP/1.1", HOST, 404, "not-found"),
        row("PUT /elsewhere HTTP/1.1", HOST, 404, "not-found"),
        row("GET /realtime HTTP/1.1", HOST, 404, "not-found"),
        row("GET /realtime/ HTTP/1.1", HOST, 404, "not-found"),
        row("TRACE /realtime/channels/a HTTP/1.1", HOST, 405, "method-not-allowed"));
  }

  private static Object[] row(String line, String headers, int status, String code) {
    return new Object[] {line, headers, status, code};
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aRequestThatIsMalformed(String line, String headers, int status, String code)
      throws IOException {
    assertProblem(ask(line, headers), status, code);
  }

  @Test
  void theBarePathNamesTheRoutes() throws IOException {
    assertThat(ask("GET /realtime HTTP/1.1", HOST).body())
        .contains("channels/{channel}, socket, webhooks, client.js, status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"after=%ff:1", "after=%zz", "x=%f", "after=%4", "after=a%c3:1"})
  void aQueryThatCannotBeDecoded(String query) throws IOException {
    String line = "GET /realtime/channels/a?" + query + " HTTP/1.1";

    Answer poll = ask(line, HOST);
    Answer events = ask(line, HOST + "Accept: text/event-stream\r\n");
    Answer socket = ask(line, SOCKET + CONNECTION + VERSION + KEY);

    assertThat(Stream.of(poll, events, socket))
        .allSatisfy(answer -> assertProblem(answer, 400, "bad-request"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/realtime/socket", "/realtime/channels/a"})
  void aHandshakeThatIsNone(String path) throws IOException {
    String line = "GET " + path + " HTTP/1.1";

    assertProblem(ask(line, SOCKET + CONNECTION + VERSION), 400, "bad-request");
    assertProblem(
        ask(line, SOCKET + CONNECTION + VERSION + "Sec-WebSocket-Key: abc\r\n"),
        400,
        "bad-request");
    assertProblem(ask(line, SOCKET + VERSION + KEY), 400, "bad-request");
    Answer none = ask(line, SOCKET + CONNECTION + KEY);
    Answer old = ask(line, SOCKET + CONNECTION + KEY + "Sec-WebSocket-Version: 12\r\n");
    assertThat(Stream.of(none, old))
        .allSatisfy(
            answer -> {
              assertProblem(answer, 426, "protocol-version");
              assertThat(answer.header("Sec-WebSocket-Version")).isEqualTo("13");
            });
    assertProblem(
        ask("GET " + path + " HTTP/1.0", SOCKET + CONNECTION + VERSION + KEY), 400, "bad-request");
  }

  @Test
  void theHandlerTellsProblemsInAnyServer() throws Exception {
    RealtimeHandler handler =
        RealtimeHandler.builder().configuration(Configuration.builder().build()).build();
    Server jetty = new Server();
    ServerConnector connector = new ServerConnector(jetty);
    connector.setHost("localhost");
    jetty.addConnector(connector);
    jetty.setHandler(handler);
    jetty.start();
    try {
      URI url = URI.create("http://localhost:" + connector.getLocalPort());
      assertProblem(
          RawHttp.ask(url, "GET /realtime HTTP/1.1\r\n" + HOST + "\r\n"), 404, "not-found");
      assertProblem(
          RawHttp.ask(
              url,
              "GET /realtime/socket HTTP/1.0\r\n" + SOCKET + CONNECTION + VERSION + KEY + "\r\n"),
          400,
          "bad-request");
      assertThat(RawHttp.ask(url, "GET /other HTTP/1.1\r\n" + HOST + "\r\n").status())
          .isEqualTo(404);
    } finally {
      jetty.stop();
      handler.close();
    }
  }
}
