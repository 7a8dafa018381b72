package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RawHttp.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One message and many are published under the same rules, whatever the headers say. */
class PublishInputTest {
  private static final RealtimeServer SERVER =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
  private static final Http HTTP = new Http(SERVER.url());
  private static final String MANY = "application/vnd.realtime.messages+json";
  private static final String JSON = "Content-Type: application/json\r\n";

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  /** Posts {@code 1} with headers as they are. */
  private static Answer post(String headers) throws IOException {
    String line = "POST /realtime/channels/headers HTTP/1.1\r\nHost: localhost\r\n";
    return RawHttp.ask(SERVER.url(), line + headers + "Content-Length: 1\r\n\r\n1");
  }

  private static void assertRefused(Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"status\":" + status).contains(detail);
    assertThat(HTTP.get("/channels/headers?after=earliest").body()).contains("\"entries\":[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json, text/plain",
        "application/json\r\nContent-Type: text/plain",
        "application/json\r\nContent-Type: application/json",
        "a/",
        "text/",
        "a b/c d",
        "application/vnd.realtime.messages+json; charset=latin1",
        "application/vnd.realtime.messages+json; x",
      })
  void aContentTypeThatIsNone(String type) throws IOException {
    Answer answer = post("Content-Type: " + type + "\r\n");

    assertRefused(answer, 415, "\"code\":\"unsupported-media-type\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Realtime-Key, a",
    "Realtime-Type, a",
    "Realtime-Producer, p",
    "Realtime-Sequence, 1",
    "Idempotency-Key, k",
  })
  void aHeaderThatComesTwice(String name, String value) throws IOException {
    String twice = (name + ": " + value + "\r\n").repeat(2);

    assertRefused(post(JSON + twice), 400, name + " comes 2 times");
  }

  @ParameterizedTest
  @CsvSource({
    "Realtime-Producer, p, and 'sequence' beside",
    "Realtime-Sequence, 1, and 'sequence' beside",
    "Idempotency-Key, k, and 'sequence' beside",
    "Realtime-Key, k, has 'key' in each message",
    "Realtime-Type, t, has 'type' in each message",
  })
  void aBatchWithAHeaderOfOneMessage(String name, String value, String instead) {
    HttpResponse<String> response =
        HTTP.post("/channels/ids", MANY, "{\"messages\":[{\"data\":1}]}", name, value);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("the header " + name).contains(instead);
    assertThat(HTTP.get("/channels/ids?after=earliest").body()).contains("\"entries\":[]");
  }

  @Test
  void aSequenceOutOfRangeIsToldTheRange() throws IOException {
    String headers = JSON + "Realtime-Producer: p\r\nRealtime-Sequence: 10000000000000000\r\n";
    String body = "{\"producer\":\"p\",\"sequence\":10000000000000000,\"messages\":[{\"data\":1}]}";

    assertRefused(post(headers), 400, "from 1 to 9999999999999999");
    assertThat(HTTP.post("/channels/ids", MANY, body).body())
        .contains("from 1 to 9999999999999999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
  void aMessageInAnotherEncoding(String charset) {
    byte[] body = "{\"a\":1}".getBytes(Charset.forName(charset));
    HttpResponse<String> response =
        HTTP.send(
            HTTP.request("/channels/encodings")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains("JSON is UTF-8");
    assertThat(HTTP.get("/channels/encodings?after=earliest").body()).contains("\"entries\":[]");
  }

  @ParameterizedTest
  @CsvSource({
    "1, application/json, '{\"a\": 1}', '{\"data\":{\"a\": 1}}'",
    "2, application/json, '  {\"a\":1}\n', '{\"data\":  {\"a\":1}\n}'",
    "3, application/json; charset=utf-8, 3, '{\"data\":3}'",
    "4, application/json, 4, '{\"data\":4,\"contentType\":\"application/json;charset=UTF-8\"}'",
    "5, application/json, '[\n5]', '{\"contentType\":\"application/json\",\"text\":\"[\\n5]\"}'",
    "6, text/plain, ' 6 ', '{\"text\":\" 6 \"}'",
  })
  void aMessageIsTheSameAloneAndInABatch(
      String producer, String type, String body, String message) {
    HttpResponse<String> alone =
        HTTP.post(
            "/channels/forms", type, body, "Realtime-Producer", producer, "Realtime-Sequence", "1");
    String batch =
        "{\"producer\":\"" + producer + "\",\"sequence\":1,\"messages\":[" + message + "]}";
    HttpResponse<String> again = HTTP.post("/channels/forms", MANY, batch);

    assertThat(alone.statusCode()).as(alone.body()).isEqualTo(201);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(again.body()).contains("\"duplicate\":true");
  }
}
