package dev.realtime.okhttp.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.Start;
import dev.realtime.UnavailableException;
import dev.realtime.okhttp.call.Credentials;
import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import dev.realtime.testkit.FakeTimers;
import dev.realtime.testkit.tck.RecordingInlet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel whose log is slow is not paid for by the others of its socket (SPEC 3.17). */
class SlowPublishTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MockWebServer server = new MockWebServer();
  private final OkHttpClient http = new OkHttpClient();
  private final FakeTimers timers = new FakeTimers();
  private final RecordingInlet inlet = new RecordingInlet();
  private final CompletableFuture<WebSocket> peer = new CompletableFuture<>();
  private final CompletableFuture<Void> published = new CompletableFuture<>();

  @BeforeEach
  void start() throws IOException {
    server.enqueue(new MockResponse.Builder().webSocketUpgrade(new NeverAnswering()).build());
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    http.dispatcher().executorService().shutdown();
  }

  @Test
  void aPublishThatIsNotAnsweredFailsAlone() throws Exception {
    try (SocketPool pool = pool()) {
      SocketExchange exchange = subscribe(pool);
      CompletableFuture<List<Run>> answer = publish(pool);
      timers.advance(PATIENCE.minusSeconds(1));
      peer.get(10, TimeUnit.SECONDS).send("{\"op\":\"heartbeat\",\"heads\":{\"healthy\":\"e:1\"}}");
      inlet.awaitHeads(1);

      timers.advance(Duration.ofSeconds(1));

      assertUnknown(answer);
      assertThat(inlet.ends()).isEmpty();
      exchange.cancel();
    }
  }

  @Test
  void aSocketOnWhichNothingCameMeanwhileIsGivenUp() throws Exception {
    try (SocketPool pool = pool()) {
      subscribe(pool);
      CompletableFuture<List<Run>> answer = publish(pool);

      timers.advance(PATIENCE);

      assertUnknown(answer);
      assertThat(inlet.ends()).hasSize(1);
    }
  }

  private SocketPool pool() {
    return new SocketPool(
        new ServerAddress(
            HttpUrl.get("http://127.0.0.1:" + server.getPort() + "/realtime"),
            Credentials.fixed(Optional.empty())),
        http,
        timers);
  }

  private SocketExchange subscribe(SocketPool pool) {
    SocketExchange exchange = new SocketExchange("healthy", Start.latest(), inlet, ended -> {});
    exchange.on(pool.join(exchange));
    inlet.awaitOpen();
    timers.advance(Duration.ofMillis(1));
    return exchange;
  }

  private CompletableFuture<List<Run>> publish(SocketPool pool) throws Exception {
    NewEntry entry = new NewEntry(Payload.json("1"), PublishOptions.defaults());
    CompletableFuture<List<Run>> answer =
        new SocketPublisher(pool, new NoQuestions(), timers, PATIENCE)
            .publish("slow", new MessageId("p", 1), List.of(entry))
            .toCompletableFuture();
    published.get(10, TimeUnit.SECONDS);
    return answer;
  }

  private static void assertUnknown(CompletableFuture<List<Run>> answer) {
    assertThatThrownBy(answer::join)
        .cause()
        .isInstanceOfSatisfying(
            UnavailableException.class, failure -> assertThat(failure.outcomeUnknown()).isTrue());
  }

  /** Confirms a subscription, and leaves a publish unanswered. */
  private final class NeverAnswering extends WebSocketListener {
    @Override
    public void onOpen(WebSocket socket, Response response) {
      peer.complete(socket);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(code, null);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      if (text.contains("\"subscribe\"")) {
        socket.send("{\"op\":\"hello\",\"heartbeatMillis\":60000}");
        socket.send(
            "{\"op\":\"subscribed\",\"channel\":\"healthy\",\"position\":\"0:0\",\"head\":\"0:0\"}");
      } else if (text.contains("\"publish\"")) {
        published.complete(null);
      }
    }
  }
}
