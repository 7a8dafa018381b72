package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Channel;
import dev.realtime.core.config.Configuration;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerTest {
  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.heartbeat.interval", "200ms")
          .set("realtime.websocket.send-timeout", "500ms")
          .start();
  private final Http http = new Http(server.url());

  @AfterEach
  void stop() {
    server.close();
  }

  private static String position(HttpResponse<String> published) {
    return published.body().replaceAll(".*\"position\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void publishesAndPolls() {
    HttpResponse<String> published =
        http.post("/channels/chat/lobby", "application/json", "{\"text\":\n\"hi ☃\"}");
    assertThat(published.statusCode()).isEqualTo(201);
    assertThat(published.body())
        .matches(
            "\\{\"channel\":\"chat/lobby\",\"position\":\"[a-z2-7]{13}:1\",\"duplicate\":false}");

    HttpResponse<String> polled = http.get("/channels/chat/lobby?after=0:0");
    assertThat(polled.statusCode()).isEqualTo(200);
    assertThat(polled.headers().firstValue("content-type")).contains("application/json");
    assertThat(polled.headers().firstValue("cache-control")).contains("no-store");
    assertThat(polled.headers().firstValue("realtime-position")).contains(position(published));
    assertThat(polled.body())
        .startsWith("{\"channel\":\"chat/lobby\",\"previous\":\"0:0\"")
        .endsWith(",\"data\":{\"text\": \"hi ☃\"}}]}");
  }

  @Test
  void aLongPollAnswersWhenAnEntryFollows() throws Exception {
    String at = position(http.post("/channels/a", "text/plain", "one"));
    CompletableFuture<HttpResponse<String>> poll = http.getLater("/channels/a?wait=20&after=" + at);
    while (!http.get("/status").body().contains("longPolls: 1")) {
      Thread.onSpinWait();
    }

    http.post("/channels/a", "text/plain", "two");

    assertThat(poll.get(5, TimeUnit.SECONDS).body())
        .contains("\"contentType\":\"text/plain\",\"text\":\"two\"")
        .doesNotContain("one");
    assertThat(http.get("/status").body()).contains("longPolls: 0");
  }

  /** The wait is longer than the idle time-out of a connection, which is the send time-out. */
  @Test
  void aLongPollEndsEmptyWhenTheWaitIsOver() {
    HttpResponse<String> polled = http.get("/channels/a?wait=1&after=0:0");

    assertThat(polled.body())
        .isEqualTo(
            "{\"channel\":\"a\",\"previous\":\"0:0\",\"last\":\"0:0\",\"head\":\"0:0\",\"entries\":[]}");
  }

  @Test
  void required_4_14_anEventStreamSaysHelloThenBatchesWithIdsAndHeartbeats() throws Exception {
    String first = position(http.post("/channels/a", "application/json", "1"));
    try (Http.Events events = http.events("/channels/a?after=earliest")) {
      assertThat(events.response().headers().firstValue("content-type"))
          .contains("text/event-stream; charset=utf-8");
      assertThat(events.next())
          .matches(
              "(?s)retry: \\d+\nevent: hello\nid: 0:0\ndata: \\{\"position\":\"0:0\",\"head\":\""
                  + first
                  + "\",\"heartbeatMillis\":200,\"server\":\"realtime\"}");
      assertThat(events.next()).startsWith("id: " + first + "\ndata: {\"channel\":\"a\"");
      assertThat(events.next()).isEqualTo("event: heartbeat\ndata: {\"head\":\"" + first + "\"}");

      String second = position(http.post("/channels/a", "application/json", "2"));
      String event = events.next();
      while (event.startsWith("event: heartbeat")) {
        event = events.next();
      }
      assertThat(event).startsWith("id: " + second + "\ndata: ").contains("\"data\":2}]}");

      try (Http.Events resumed = http.events("/channels/a?after=latest", "Last-Event-ID", first)) {
        assertThat(resumed.next()).contains("id: " + first);
        assertThat(resumed.next()).startsWith("id: " + second);
      }
    }
  }

  @Test
  void required_4_21_aDrainSaysByeAndEndsInOrder() throws Exception {
    CompletableFuture<HttpResponse<String>> poll = http.getLater("/channels/a?wait=20&after=0:0");
    try (Http.Events events = http.events("/channels/a")) {
      events.next();
      while (!http.get("/status").body().contains("longPolls: 1")) {
        Thread.onSpinWait();
      }

      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);

      String event = events.next();
      while (event.startsWith("event: heartbeat")) {
        event = events.next();
      }
      assertThat(event)
          .matches("event: bye\ndata: \\{\"code\":\"shutting-down\",\"retryAfterMillis\":\\d+}");
      assertThat(events.next()).isEmpty();
      HttpResponse<String> polled = poll.get(5, TimeUnit.SECONDS);
      assertThat(polled.statusCode()).isEqualTo(200);
      assertThat(polled.headers().firstValue("retry-after")).isPresent();
      closing.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void aSequenceIsStoredOnce() {
    String[] id = {"Realtime-Producer", "p1", "Realtime-Sequence", "1"};
    HttpResponse<String> first = http.post("/channels/a", "application/json", "1", id);
    HttpResponse<String> again = http.post("/channels/a", "application/json", "1", id);
    HttpResponse<String> other = http.post("/channels/a", "application/json", "2", id);
    HttpResponse<String> ahead =
        http.post(
            "/channels/a",
            "application/json",
            "3",
            "Realtime-Producer",
            "p1",
            "Realtime-Sequence",
            "5");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(position(again)).isEqualTo(position(first));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("\"code\":\"message-id-reused\"");
    assertThat(ahead.statusCode()).isEqualTo(409);
    assertThat(ahead.body()).contains("\"code\":\"out-of-sequence\"").contains("\"expected\":2");
    assertThat(
            http.send(
                    http.request("/channels/a", "Realtime-Producer", "p1")
                        .method("HEAD", BodyPublishers.noBody()))
                .headers()
                .firstValue("realtime-next-sequence"))
        .contains("2");
  }

  @Test
  void anIdempotencyKeyIsStoredOnceAndNotShown() {
    String[] key = {"Idempotency-Key", "order-7"};
    HttpResponse<String> first = http.post("/channels/a", "application/json", "1", key);
    HttpResponse<String> again = http.post("/channels/a", "application/json", "1", key);

    assertThat(position(again)).isEqualTo(position(first));
    assertThat(http.get("/channels/a?after=earliest").body())
        .contains("\"id\":\"~")
        .doesNotContain("order-7");
  }

  @Test
  void aBatchIsStoredAllOrNothing() {
    String media = "application/vnd.realtime.messages+json";
    HttpResponse<String> stored =
        http.post(
            "/channels/a",
            media,
            "{\"producer\":\"p\",\"sequence\":1,\"messages\":[{\"data\":1},{\"text\":\"t\"}]}");
    HttpResponse<String> grown =
        http.post(
            "/channels/a",
            media,
            "{\"producer\":\"p\",\"sequence\":2,\"messages\":[{\"text\":\"t\"},{\"base64\":\"AAEC\"}]}");
    HttpResponse<String> wrong =
        http.post(
            "/channels/a", media, "{\"messages\":[{\"data\":1},{\"data\":1,\"type\":\"a b\"}]}");

    assertThat(stored.body()).contains("\"sequence\":1,").contains("\"count\":2");
    assertThat(grown.body()).contains("\"duplicate\":true").contains("\"duplicate\":false");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(http.get("/channels/a?after=earliest").body())
        .contains("\"offset\":3")
        .doesNotContain("\"offset\":4");
  }

  @Test
  void theProcessItselfPublishesAndSubscribes() throws Exception {
    Channel<String> channel = server.channel("a", String.class);

    channel.publish("one").toCompletableFuture().get(5, TimeUnit.SECONDS);

    assertThat(http.get("/channels/a?after=earliest").body()).contains("\"data\":\"one\"");
  }

  @Test
  void aLongPollOverTheLimitIsRefusedAtOnce() throws Exception {
    try (RealtimeServer small =
        RealtimeServer.builder()
            .configuration(Configuration.builder())
            .port(0)
            .set("realtime.server.max-connections", "1")
            .start()) {
      Http one = new Http(small.url());
      CompletableFuture<HttpResponse<String>> parked =
          one.getLater("/channels/a?wait=20&after=0:0");
      while (!one.get("/status").body().contains("longPolls: 1")) {
        Thread.onSpinWait();
      }

      HttpResponse<String> refused =
          one.getLater("/channels/a?wait=20&after=0:0").get(5, TimeUnit.SECONDS);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      one.post("/channels/a", "application/json", "1");
      assertThat(parked.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }
}
