package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.realtime.core.config.Configuration;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  private static final RealtimeServer SERVER =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
  private static final Http HTTP = new Http(SERVER.url());

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertEquals(status, response.statusCode(), response.body());
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(response.body())
        .contains("\"type\":\"urn:realtime:" + code + "\"")
        .contains("\"status\":" + status)
        .contains("\"code\":\"" + code + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "K:1", "a:-1", "a:01", "a:99999999999999999", "-0", "a:1:2", "earliest%20"})
  void aPositionThatIsNone(String after) {
    assertProblem(HTTP.get("/channels/a?after=" + after), 400, "bad-request");
    assertProblem(
        HTTP.get("/channels/a?after=" + after, "Accept", "text/event-stream"), 400, "bad-request");
    assertProblem(HTTP.get("/channels/a?wait=1&after=" + after), 400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/",
        "/a",
        "a//b",
        "a/../b",
        "a/./b",
        "a%20b",
        "a%2e%2e/%2e%2e",
        "%c3%bc",
        "a%0ab",
        "1/2/3/4/5/6/7/8/9",
        "a+b",
        "a;b"
      })
  void aChannelNameThatIsNone(String name) {
    HttpResponse<String> response = HTTP.get("/channels/" + name);

    assertEquals(400, response.statusCode(), response.body());
    assertEquals(400, HTTP.post("/channels/" + name, "application/json", "1").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, {, 400, bad-request",
    "application/json, '', 400, bad-request",
    "application/json, '{\"a\":1,\"a\":2}', 400, bad-request",
    "application/x-www-form-urlencoded, a=1, 415, unsupported-media-type",
    "multipart/form-data, x, 415, unsupported-media-type",
    "text/plain; charset=latin1, x, 415, unsupported-media-type",
    "application/vnd.realtime.messages+json, '{\"messages\":[]}', 400, bad-request",
    "application/vnd.realtime.messages+json, '[]', 400, bad-request",
    "application/vnd.realtime.messages+json, '{\"messages\":[{\"text\":\"a\"},{\"text\":\"b\",\"key\":\"\\ud800\"}]}', 400, bad-request",
    "application/vnd.realtime.messages+json, '{\"messages\":[{\"text\":\"a\\udc00b\"}]}', 400, bad-request",
    "'application/json, text/plain', 1, 415, unsupported-media-type",
  })
  void aBodyThatIsWrong(String type, String body, int status, String code) {
    assertProblem(HTTP.post("/channels/bodies", type, body), status, code);
    assertThat(HTTP.get("/channels/bodies?after=earliest").body()).contains("\"entries\":[]");
  }

  @Test
  void aPayloadOverTheLimit() {
    String max = "\"" + "x".repeat(64 * 1024 - 2) + "\"";

    assertThat(HTTP.post("/channels/size", "application/json", max).statusCode()).isEqualTo(201);
    assertProblem(
        HTTP.post("/channels/size", "application/json", max + " "), 413, "payload-too-large");
    assertProblem(
        HTTP.post(
            "/channels/size",
            "application/vnd.realtime.messages+json",
            "{\"messages\":[{\"data\":" + max + "},{\"data\": \"x" + max.substring(1) + "}]}"),
        413,
        "payload-too-large");
    assertProblem(
        HTTP.post(
            "/channels/size", "application/vnd.realtime.messages+json", " ".repeat((1 << 20) + 1)),
        413,
        "payload-too-large");
  }

  @ParameterizedTest
  @CsvSource({
    "Realtime-Producer, p",
    "Realtime-Sequence, 1",
    "Realtime-Key, 'a\tb'",
    "Realtime-Type, a b",
  })
  void aHeaderThatIsWrong(String name, String value) {
    assertProblem(
        HTTP.post("/channels/headers", "application/json", "1", name, value), 400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "+1", "01", "x", "10000000000000000", "9223372036854775808", "1.5"})
  void aSequenceThatIsNone(String sequence) {
    assertProblem(
        HTTP.post(
            "/channels/headers",
            "application/json",
            "1",
            "Realtime-Producer",
            "p",
            "Realtime-Sequence",
            sequence),
        400,
        "bad-request");
  }

  @Test
  void aBatchWithTheHeadersOfOneMessage() {
    String type = "application/vnd.realtime.messages+json";

    assertProblem(
        HTTP.post("/channels/a", type, "{\"messages\":[{\"data\":1}]}", "Idempotency-Key", "k"),
        400,
        "bad-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "UTF-16"})
  void aBatchInAnotherEncoding(String charset) {
    byte[] body = "{\"messages\":[{\"data\":1}]}".getBytes(Charset.forName(charset));
    HttpRequest.Builder request =
        HTTP.request("/channels/bodies")
            .header("Content-Type", "application/vnd.realtime.messages+json")
            .POST(BodyPublishers.ofByteArray(body));

    assertProblem(HTTP.send(request), 400, "bad-request");
  }

  @Test
  void aMethodThatIsNotThere() {
    HttpResponse<String> response =
        HTTP.send(HTTP.request("/channels/a").method("DELETE", BodyPublishers.noBody()));

    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.headers().firstValue("allow")).contains("GET, HEAD, POST, OPTIONS");
    assertProblem(HTTP.get("/nothing"), 404, "not-found");
    assertProblem(HTTP.get("/socket"), 426, "protocol-version");
    assertProblem(HTTP.get("/channels/a", "Realtime-Protocol", "2"), 426, "protocol-version");
    assertProblem(HTTP.get("/channels/a?wait=soon"), 400, "bad-request");
    assertProblem(HTTP.get("/channels/a?max=0"), 400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://evil.example", "null", "http://localhost:1", "http://localhost.evil"})
  void aForeignOrigin(String origin) {
    assertProblem(HTTP.get("/channels/a", "Origin", origin), 403, "origin-refused");
    assertProblem(
        HTTP.get("/channels/a", "Origin", origin, "Accept", "text/event-stream"),
        403,
        "origin-refused");
    assertProblem(
        HTTP.post("/channels/origins", "application/json", "1", "Origin", origin),
        403,
        "origin-refused");
    assertThat(HTTP.get("/channels/origins?after=earliest").body()).contains("\"entries\":[]");
  }

  @Test
  void theOriginOfTheSameHostPasses() {
    String own = "http://localhost:" + SERVER.port();

    HttpResponse<String> response = HTTP.get("/channels/a", "Origin", own);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("access-control-allow-origin")).contains(own);
    assertThat(response.headers().firstValue("vary")).contains("Origin");
  }

  @Test
  void aPositionThatIsNotServedIsAnsweredWithAGap() {
    HTTP.post("/channels/gap", "application/json", "1");

    assertThat(HTTP.get("/channels/gap?after=gone:7").body())
        .contains("\"gap\":{\"after\":\"gone:7\",\"reason\":\"reset\"}");
    String head =
        HTTP.get("/channels/gap?after=latest").headers().firstValue("realtime-position").orElse("");
    String future = head.substring(0, head.indexOf(':')) + ":9";
    assertThat(HTTP.get("/channels/gap?wait=20&after=" + future).body())
        .contains("\"from\":2,\"to\":9,\"reason\":\"diverged\"");
  }
}
