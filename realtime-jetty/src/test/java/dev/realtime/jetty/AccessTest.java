package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.config.Configuration;
import dev.realtime.spi.AccessPolicy.Action;
import dev.realtime.spi.Principal;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, on every route. The token is the name of the principal. */
class AccessTest {
  private static final String SUBSCRIBE = "{'op':'subscribe','channel':'%s','after':'earliest'}";
  private static final String PUBLISH =
      "{'op':'publish','ref':'1','channel':'%s','messages':[{'data':1}]}";

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .authenticator(AccessTest::authenticate)
          .accessPolicy((who, action, channel) -> done(allows(who, action, channel)))
          .start();
  private final Http http = new Http(server.url());

  @AfterEach
  void stop() {
    server.close();
  }

  private static CompletionStage<Principal> authenticate(Optional<String> token) {
    String name = token.orElse("");
    if (name.equals("late")) {
      return done(new Principal(name, Optional.of(Instant.EPOCH)));
    }
    if (name.equals("reader") || name.equals("writer")) {
      return done(new Principal(name, Optional.empty()));
    }
    throw new RejectedException(ErrorCode.UNAUTHENTICATED, "who are you?");
  }

  private static boolean allows(Principal who, Action action, String channel) {
    boolean may = who.name().equals("reader") == (action == Action.SUBSCRIBE);
    return may && !channel.startsWith("private/");
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  private HttpResponse<String> ask(String method, String path, String token, String... headers) {
    var request =
        http.request(path, headers)
            .method(method, BodyPublishers.ofString(method.equals("POST") ? "1" : ""))
            .header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /channels/a, application/json",
    "GET, /channels/a?wait=1, application/json",
    "GET, /channels/a, text/event-stream",
    "HEAD, /channels/a, application/json",
    "POST, /channels/a, application/json",
  })
  void everyRouteAsksWhoAndWhether(String method, String path, String accept) {
    String mayNot = method.equals("POST") ? "reader" : "writer";

    for (String nobody : new String[] {"", "stranger", "late"}) {
      assertThat(ask(method, path, nobody, "Accept", accept).statusCode())
          .as("token '%s'", nobody)
          .isEqualTo(401);
    }
    HttpResponse<String> refused = ask(method, path, mayNot, "Accept", accept);
    assertThat(refused.statusCode()).isEqualTo(403);
    if (!method.equals("HEAD")) {
      assertThat(refused.body()).contains("\"code\":\"forbidden\",\"retryable\":false");
    }
  }

  @Test
  void whoMayIsServed() {
    assertThat(ask("POST", "/channels/a", "writer").statusCode()).isEqualTo(201);
    assertThat(ask("GET", "/channels/a?after=0:0", "reader").body()).contains("\"data\":1}");
    assertThat(ask("HEAD", "/channels/a", "reader").headers().firstValue("Realtime-Head"))
        .hasValueSatisfying(head -> assertThat(head).endsWith(":1"));
    assertThat(ask("HEAD", "/channels/a", "reader").headers().firstValue("Realtime-Earliest"))
        .contains("0:0");
  }

  @Test
  void whoMayOnlyPublishLearnsItsNextSequenceAndNothingElse() {
    HttpResponse<String> answer = ask("HEAD", "/channels/a", "writer", "Realtime-Producer", "p1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Realtime-Next-Sequence")).contains("1");
    assertThat(answer.headers().firstValue("Realtime-Head")).isEmpty();
    assertThat(ask("HEAD", "/channels/a", "reader", "Realtime-Producer", "p1").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aRefusalDoesNotTellWhetherTheChannelExists() {
    ask("POST", "/channels/a", "writer");

    assertThat(ask("GET", "/channels/a", "writer").body())
        .isEqualTo(ask("GET", "/channels/nobody/was/here", "writer").body());
  }

  @Test
  void aSocketAsksForEachChannelAndTheOthersGoOn() throws IOException {
    ask("POST", "/channels/a", "writer");
    try (RawSocket socket = socket("reader")) {
      assertThat(socket.hear()).startsWith("{\"op\":\"hello\"");
      socket.say(SUBSCRIBE.formatted("private/b"));
      assertThat(socket.hear())
          .startsWith("{\"op\":\"error\",\"channel\":\"private/b\"")
          .contains("\"code\":\"forbidden\"");
      socket.say(PUBLISH.formatted("a"));
      assertThat(socket.hear())
          .startsWith("{\"op\":\"error\",\"ref\":\"1\"")
          .contains("\"code\":\"forbidden\"");
      socket.say(SUBSCRIBE.formatted("a"));
      assertThat(socket.hear()).startsWith("{\"op\":\"subscribed\",\"channel\":\"a\"");
      assertThat(socket.hear()).contains("\"data\":1}");
    }
    try (RawSocket socket = socket("writer")) {
      socket.hear();
      socket.say(SUBSCRIBE.formatted("a"));
      assertThat(socket.hear()).contains("\"code\":\"forbidden\"");
      socket.say(PUBLISH.formatted("a"));
      assertThat(socket.hear()).startsWith("{\"op\":\"published\"");
    }
  }

  private RawSocket socket(String token) throws IOException {
    return new RawSocket(server.url(), "/socket", "Authorization: Bearer " + token + "\r\n");
  }

  @Test
  void aHandshakeAsksToo() throws IOException {
    String upgrade =
        "GET /realtime/%s HTTP/1.1\r\nHost: localhost\r\n%s" + RawHttp.HANDSHAKE + "\r\n";
    String writer = "Authorization: Bearer writer\r\n";

    assertThat(RawHttp.ask(server.url(), upgrade.formatted("socket", "")).status()).isEqualTo(401);
    assertThat(RawHttp.ask(server.url(), upgrade.formatted("channels/a", "")).status())
        .isEqualTo(401);
    assertThat(RawHttp.ask(server.url(), upgrade.formatted("channels/a", writer)).status())
        .isEqualTo(403);
  }
}
