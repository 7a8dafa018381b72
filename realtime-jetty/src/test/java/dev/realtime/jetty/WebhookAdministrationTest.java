package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookAdministrationTest {
  private static final String JSON = "application/json";
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.webhook.max-subscriptions", "3")
          .set("realtime.webhook.retry-min-delay", "10m")
          .set("realtime.webhook.retry-max-delay", "10m")
          .start();
  private final Http http = new Http(server.url());
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  WebhookAdministrationTest() {
    server.channel("$webhooks", Object.class).subscribe(m -> events.add(m.type() + " " + m.key()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> create(String host, String more) {
    return http.post(
        "/webhooks",
        JSON,
        "{\"channel\":\"payments/a\",\"url\":\"https://" + host + "/hook\"" + more + "}");
  }

  private String created(String host, String more) {
    HttpResponse<String> answer = create(host, more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.body().replaceAll(".*\"id\":\"(sub_[a-z2-7]{13})\".*", "$1");
  }

  /** Reads a record until it holds a text. */
  private String await(String id, String text) {
    for (long end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); ; ) {
      String record = http.get("/webhooks/" + id).body();
      if (record.contains(text)) {
        return record;
      }
      assertThat(System.nanoTime()).as("no %s in %s", text, record).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private HttpResponse<String> act(String id, String action, String body) {
    return http.post("/webhooks/" + id + "/" + action, JSON, body);
  }

  private HttpResponse<String> with(String method, String id, String body) {
    return http.send(
        http.request("/webhooks/" + id, "Content-Type", JSON)
            .method(method, BodyPublishers.ofString(body)));
  }

  @Test
  void registersVerifiesAndDelivers() {
    String answer = create("right.example", ",\"rate\":20").body();
    assertThat(answer)
        .contains("\"rate\":20")
        .contains("\"state\":\"pending\"", "\"policy\":\"block\"", "\"priority\":\"normal\"")
        .containsPattern("\"secret\":\"whsec_[A-Za-z0-9+/]{43}=\"");
    String id = answer.replaceAll(".*\"id\":\"(sub_[a-z2-7]{13})\".*", "$1");

    await(id, "\"state\":\"active\"");
    http.post("/channels/payments/a", JSON, "1");

    assertThat(await(id, ":1\"")).contains("\"lastStatus\":200").doesNotContain("whsec_");
  }

  @Test
  void theSecretIsShownOnceAndInNoOtherAnswer() {
    String id = created("right.example", ",\"secret\":\"" + SECRET + "\"");

    assertThat(http.get("/webhooks").body()).contains(id).doesNotContain("whsec_");
    assertThat(http.get("/webhooks/" + id).body()).doesNotContain("whsec_");
    assertThat(act(id, "rotate-secret", "").body()).contains("\"secret\":\"whsec_");
    assertThat(http.get("/webhooks/" + id).body())
        .contains("\"secrets\":2")
        .doesNotContain("whsec_");
  }

  @Test
  void aWrongAnswerToTheChallengeIsToldAsACategoryAlone() {
    String id = created("wrong.example", "");

    assertThat(await(id, "\"lastStatus\":\"http_5xx\"")).doesNotContain("secret of the receiver");
  }

  @Test
  void pausesResumesSeeksRetriesChangesAndDeletes() throws InterruptedException {
    String id = created("right.example", "");
    await(id, "\"state\":\"active\"");

    assertThat(act(id, "pause", "{}").body()).contains("\"state\":\"paused\"");
    assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("paused " + id);
    http.post("/channels/payments/a", JSON, "1");
    http.post("/channels/payments/a", JSON, "2");
    assertThat(act(id, "seek", "{\"after\":\"earliest\"}").statusCode()).isEqualTo(200);
    assertThat(act(id, "resume", "").body()).contains("\"state\":\"active\"");
    await(id, ":2\"");
    assertThat(act(id, "retry", "").statusCode()).isEqualTo(200);
    assertThat(with("PATCH", id, "{\"policy\":\"dead-letter\",\"maxAttempts\":7}").body())
        .contains("\"policy\":\"dead-letter\",\"maxAttempts\":7")
        .doesNotContain("\"rate\"");
    assertThat(with("PATCH", id, "{\"rate\":25}").body())
        .contains("\"policy\":\"dead-letter\",\"maxAttempts\":7,\"rate\":25");
    assertThat(with("PATCH", id, "{\"rate\":0}").body()).doesNotContain("\"rate\"");
    assertThat(with("PATCH", id, "{\"rate\":-1}").body()).contains("the field 'rate' is -1");
    assertThat(with("DELETE", id, "").statusCode()).isEqualTo(204);
    assertThat(http.get("/webhooks/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void aDeadLetterCanBeSentAgain() throws InterruptedException {
    String id = created("refuses.example", ",\"policy\":\"dead-letter\"");
    await(id, "\"state\":\"active\"");
    http.post("/channels/payments/a", JSON, "1");

    String record = await(id, "\"deadLetters\":[{");
    assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("dead-lettered " + id);
    String letter = record.replaceAll(".*\"id\":\"(dl_[^\"]+)\".*", "$1");
    assertThat(act(id, "redeliver", "{\"deadLetter\":\"" + letter + "\"}").body())
        .contains("\"lastStatus\":400", letter);
    assertThat(act(id, "redeliver", "{\"deadLetter\":\"dl_none\"}").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | 400 | the field 'channel' is missing
          {"channel":"a"} | 400 | the field 'url' is missing
          {"channel":"a b","url":"https://right.example/"} | 400 | is not a channel name
          {"channel":"$other","url":"https://right.example/"} | 400 | is not a channel name
          {"channel":"a","url":"ftp://right.example/"} | 400 | begins with https://
          {"channel":"a","url":"http://right.example/"} | 403 | has the scheme https
          {"channel":"a","url":"https://user:pw@right.example/"} | 400 | no user or password
          {"channel":"a","url":"https://right.example:22/"} | 403 | port 22 is not allowed
          {"channel":"a","url":"https://127.0.0.1/"} | 403 | loopback
          {"channel":"a","url":"https://10.0.0.1/"} | 403 | private
          {"channel":"a","url":"https://169.254.169.254/"} | 403 | link-local
          {"channel":"a","url":"https://2130706433/"} | 400 | host of a callback URL
          {"channel":"a","url":"https://localhost/"} | 403 | localhost
          {"channel":"a","url":"https://right.example/","secret":"whsec_c2hvcnQ="} | 400 | has 5 bytes
          {"channel":"a","url":"https://right.example/","secret":"geheim"} | 400 | none of the prefixes
          {"channel":"a","url":"https://right.example/","policy":"drop"} | 400 | block, dead-letter or pause
          {"channel":"a","url":"https://right.example/","policy":"pause","maxAttempts":0} | 400 | at least 1 attempt
          {"channel":"a","url":"https://right.example/","priority":"vip"} | 400 | transactional, normal or bulk
          {"channel":"a","url":"https://right.example/","rate":-1} | 400 | the field 'rate' is -1
          {"channel":"a","url":"https://right.example/","rate":1.5} | 400 | the field 'rate' is 1.5
          {"channel":"a","url":"https://right.example/","rate":100001} | 400 | a whole number from 1 to 100000
          {"channel":"a","url":"https://right.example/","rate":"geheim"} | 400 | the field 'rate' is no number
          {"channel":"a","url":"https://right.example/","after":"now"} | 400 | is no place to start
          {"channel":"a","url":"https://right.example/","sekret":"x"} | 400 | a field is none of
          [] | 400 | not an object
          {"channel": | 400 | not JSON
          """)
  void refusesAndSaysWhy(String body, int status, String text) {
    HttpResponse<String> answer = http.post("/webhooks", JSON, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.body()).contains(text).doesNotContain("geheim").doesNotContain("c2hvcnQ");
    assertThat(http.get("/webhooks").body()).isEqualTo("{\"webhooks\":[]}");
  }

  @Test
  void aFormIsRefusedAndSoIsTooMuch() {
    String form = "application/x-www-form-urlencoded";

    assertThat(http.post("/webhooks", form, "{}").statusCode()).isEqualTo(415);
    assertThat(http.post("/webhooks", JSON, " ".repeat(16_385)).statusCode()).isEqualTo(413);
  }

  @Test
  void moreThanTheMostIsRefusedForNow() {
    for (int i = 0; i < 3; i++) {
      created("right.example", "");
    }
    HttpResponse<String> answer = create("right.example", "");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("realtime.webhook.max-subscriptions");
  }

  @Test
  void whatIsNotThereIsSaidToBeNotThere() {
    String id = created("right.example", "");

    assertThat(http.get("/webhooks/sub_none").statusCode()).isEqualTo(404);
    assertThat(act(id, "explode", "").statusCode()).isEqualTo(404);
    assertThat(http.get("/webhooks/" + id + "/pause").statusCode()).isEqualTo(405);
    assertThat(with("PUT", id, "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void nobodyPublishesToTheChannelOfEvents() {
    HttpResponse<String> answer = http.post("/channels/$webhooks", JSON, "1");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(server.channel("$webhooks", String.class).publish("1").toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aServerWithoutThemSaysWhatIsMissing() {
    try (RealtimeServer none =
        RealtimeServer.builder()
            .configuration(Configuration.builder())
            .port(0)
            .set("realtime.server.transports", "sse")
            .start()) {
      HttpResponse<String> answer = new Http(none.url()).get("/webhooks");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("transport-disabled", "realtime-okhttp-client");
    }
  }
}
