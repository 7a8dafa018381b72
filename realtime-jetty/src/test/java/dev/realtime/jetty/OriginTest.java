package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages may use the server, by its list of origins. */
class OriginTest {
  private static RealtimeServer server(String allowed) {
    RealtimeServer.Builder builder =
        RealtimeServer.builder().configuration(Configuration.builder()).port(0);
    return (allowed.isEmpty() ? builder : builder.set("realtime.server.allowed-origins", allowed))
        .start();
  }

  private static String request(String method, String path, String origin, String more) {
    return method
        + " /realtime"
        + path
        + " HTTP/1.1\r\nHost: localhost:99\r\n"
        + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
        + more
        + "\r\n";
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 200, '', ''",
    "'', http://localhost:99, 200, http://localhost:99, true",
    "'', https://localhost:99, 200, https://localhost:99, true",
    "'', http://localhost:98, 403, '', ''",
    "'', null, 403, '', ''",
    "'https://a.example,https://b.example', https://b.example, 200, https://b.example, true",
    "https://a.example, https://a.example:8443, 403, '', ''",
    "https://a.example, http://a.example, 403, '', ''",
    "https://a.example, https://evil-a.example, 403, '', ''",
    "https://a.example, null, 403, '', ''",
    "https://a.example, http://localhost:99, 403, '', ''",
    "https://a.example, '', 200, '', ''",
    "*, https://anybody.example, 200, https://anybody.example, ''",
  })
  void theOriginDecidesOnEveryRoute(
      String allowed, String origin, int status, String told, String credentials)
      throws IOException {
    try (RealtimeServer server = server(allowed)) {
      String body = "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n1";
      assertAnswer(server, request("GET", "/channels/a", origin, ""), status, told, credentials);
      assertAnswer(
          server, request("OPTIONS", "/channels/a", origin, ""), status, told, credentials);
      assertAnswer(server, request("POST", "/channels/a", origin, body), status, told, credentials);
      String handshake = request("GET", "/socket", origin, RawHttp.HANDSHAKE);
      assertThat(RawHttp.ask(server.url(), handshake).status())
          .isEqualTo(status == 200 ? 101 : status);
      String stream = request("GET", "/channels/a", origin, "Accept: text/event-stream\r\n");
      assertThat(RawHttp.ask(server.url(), stream).status()).isEqualTo(status);
    }
  }

  private static void assertAnswer(
      RealtimeServer server, String request, int status, String told, String credentials)
      throws IOException {
    RawHttp.Answer answer = RawHttp.ask(server.url(), request);
    assertThat(answer.status() / 100).as(request).isEqualTo(status / 100);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(told);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo(credentials);
    if (status == 403) {
      assertThat(answer.body()).contains("\"code\":\"origin-refused\"");
    }
    if (request.startsWith("OPTIONS") && status == 200) {
      assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
      assertThat(answer.header("Access-Control-Allow-Headers")).contains("Realtime-Sequence");
    }
  }
}
