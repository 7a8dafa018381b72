package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.tck.RecordingInlet;
import dev.realtime.testkit.tck.Verifies;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the client makes of codes, known and unknown, that a server of its kind would not say. */
class TransportCodesTest {
  private static final String HELLO = "{'op':'hello','heartbeatMillis':60000,'novel':[1]}";

  private final MockWebServer server = new MockWebServer();

  private RecordingInlet inlet = new RecordingInlet();

  /** What becomes of the transport under test; the tests of rules run on wrong ones too. */
  private UnaryOperator<ClientTransport> damage = sound -> sound;

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** How an exchange ends that the server answers so. */
  private EndReason ending(Transport kind, MockResponse response) {
    server.enqueue(response);
    inlet = new RecordingInlet();
    try (TransportClient client = new TransportClient(kind, server.getPort())) {
      damage.apply(client.transport()).open("a", Start.after(Position.ORIGIN), inlet);
      return inlet.awaitEnd();
    }
  }

  private static MockResponse problem(int status, String more) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/problem+json")
        .body(("{'code':'novel','detail':'x','later':{}" + more + "}").replace('\'', '"'))
        .build();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  @Verifies("4.19")
  void required_4_19_anUnknownCodeIsJudgedByRetryableElseByStatus(Transport kind) {
    assertThat(ending(kind, problem(400, ",'retryable':true,'retryAfterMillis':1500")))
        .isInstanceOfSatisfying(
            EndReason.Lost.class,
            lost -> assertThat(lost.retryAfter()).contains(Duration.ofMillis(1_500)));
  }

  @ParameterizedTest
  @CsvSource({
    "SSE, 503, ',\"retryable\":false', Refused",
    "SSE, 503, '', Lost",
    "SSE, 409, '', Refused",
    "LONG_POLLING, 503, ',\"retryable\":false', Refused",
    "LONG_POLLING, 503, '', Lost",
    "LONG_POLLING, 409, '', Refused",
    "WEBSOCKET, 503, ',\"retryable\":false', Refused",
    "WEBSOCKET, 503, '', Lost",
    "WEBSOCKET, 409, '', Refused",
  })
  @Verifies("4.19")
  void required_4_19_anUnknownCodeOfAStatus(
      Transport kind, int status, String more, String expected) {
    assertThat(ending(kind, problem(status, more)).getClass().getSimpleName()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void aTransportThatTakesWhatItDoesNotKnowForARefusalIsFound(Transport kind) {
    damage = sound -> new FaultyEndTransport(sound, FaultyEndTransport.Fault.GLOOMY);

    assertFound(
        () -> required_4_19_anUnknownCodeIsJudgedByRetryableElseByStatus(kind),
        "but was instance of");
    assertFound(
        () -> required_4_19_anUnknownCodeOfAStatus(kind, 503, "", "Lost"), "expected: \"Lost\"");
  }

  private static void assertFound(ThrowingCallable test, String message) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  private EndReason endingOfSocket(String frame, int closeCode, String closeReason) {
    return ending(
        Transport.WEBSOCKET,
        new MockResponse.Builder()
            .webSocketUpgrade(new Saying(frame, closeCode, closeReason))
            .build());
  }

  /** Says hello and a frame when it hears the subscribe, and closes; or nothing at all. */
  private static final class Saying extends WebSocketListener {
    static final Saying NOTHING = new Saying("", 0, "");

    private final String frame;
    private final int closeCode;
    private final String closeReason;

    Saying(String frame, int closeCode, String closeReason) {
      this.frame = frame;
      this.closeCode = closeCode;
      this.closeReason = closeReason;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      if (this != NOTHING) {
        socket.send(HELLO.replace('\'', '"'));
      }
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(1000, null);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      if (text.contains("\"subscribe\"")) {
        if (!frame.isEmpty()) {
          socket.send(frame.replace('\'', '"'));
        }
        if (closeCode > 0) {
          socket.close(closeCode, closeReason);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1001, '', Lost",
    "1011, '', Lost",
    "1012, '', Lost",
    "1013, '', Lost",
    "4000, shutting-down, Completed",
    "4001, max-age, Completed",
    "4003, slow-consumer, Lost",
    "4004, no-heartbeat, Lost",
    "4006, rate-limited, Lost",
    "4100, engine-unavailable, Lost",
    "4420, novel, Lost",
    "4499, '', Lost",
    "1009, '', Refused",
    "4401, token-expired, Refused",
    "4506, payload-too-large, Refused",
    "4500, 'bad-request: x', Refused",
    "4501, protocol-version, Refused",
    "4503, forbidden, Refused",
    "4504, transport-disabled, Refused",
    "4530, novel, Refused",
    "4999, '', Refused",
  })
  @Verifies("4.15")
  void required_4_15_theRangeOfACloseCodeIsTheDuty(int code, String reason, String expected) {
    assertThat(endingOfSocket("", code, reason).getClass().getSimpleName()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "{'op':'bye'_'code':'novel'_'retryAfterMillis':1500}, 4530, Refused",
    "{'op':'bye'_'code':'novel'_'retryAfterMillis':1500}, 4430, Lost",
    "{'op':'bye'_'code':'shutting-down'_'retryAfterMillis':1500}, 4000, Completed",
    "{'op':'error'_'channel':'a'_'problem':{'code':'novel'_'retryable':true}}, 0, Lost",
    "{'op':'error'_'channel':'a'_'problem':{'code':'novel'_'retryable':false}}, 0, Refused",
    "{'op':'error'_'channel':'a'_'problem':{'code':'novel'_'status':503}}, 0, Lost",
    "{'op':'error'_'channel':'a'_'problem':{'code':'novel'_'status':422}}, 0, Refused",
    "{'op':'end'_'channel':'a'_'code':'forbidden'}, 0, Refused",
    "{'op':'end'_'channel':'a'_'code':'novel'}, 0, Lost",
    "{'op':'novel'_'channel':'a'}, 4000, Lost",
  })
  @Verifies("4.19")
  void required_4_19_anUnknownFrameOrCodeOnASocket(String frame, int close, String expected) {
    EndReason end = endingOfSocket(frame.replace('_', ','), close, "");

    assertThat(end.getClass().getSimpleName()).as("%s", end).isEqualTo(expected);
  }

  @Test
  @Verifies("4.15")
  void required_4_15_aKnownCodeIsThatOfTheRefusal() {
    EndReason end = endingOfSocket("", 4503, "forbidden: x");

    assertThat(((EndReason.Refused) end).cause().code()).isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  @Verifies("4.15")
  void required_4_15_aSocketThatCloses1009IsTooLarge() {
    EndReason end = endingOfSocket("", 1009, "a frame has at most 1 MiB");

    assertThat(((EndReason.Refused) end).cause().code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
  }

  private EndReason endingOfStream(String events) {
    return ending(
        Transport.SSE,
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream; charset=utf-8")
            .body(events.replace('\'', '"'))
            .build());
  }

  @Test
  @Verifies({"4.14", "4.19"})
  void required_4_14_whatAStreamSaysBesideIsIgnored() {
    EndReason end =
        endingOfStream(
            ": comment\n\nevent: novel\ndata: {}\n\nretry: 10\nnovel: x\n\n"
                + "event: hello\nid: 0:0\ndata: {'position':'0:0','head':'e:1','novel':[{}]}\n\n"
                + "id: e:1\ndata: {'channel':'a','previous':'0:0','last':'e:1','novel':{'a':[]},"
                + "'entries':[{'offset':1,'time':7,'novel':null,'data':'x'}]}\n\n"
                + "event: bye\ndata: {'code':'novel','retryAfterMillis':1500}\n\n");

    assertThat(inlet.entries()).hasSize(1);
    assertThat(inlet.violations()).isEmpty();
    assertThat(((EndReason.Lost) end).retryAfter()).isEqualTo(Optional.of(Duration.ofMillis(1500)));
  }

  @Test
  @Verifies("4.4")
  void required_4_4_aStreamThatEndsWithoutAByeIsLost() {
    assertThat(endingOfStream("event: hello\ndata: {'position':'0:0','head':'0:0'}\n\n"))
        .isInstanceOf(EndReason.Lost.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"SSE", "WEBSOCKET"})
  @Verifies("4.11")
  void required_4_11_aStreamThatSaysNothingAfterItsHeadIsLost(Transport kind) {
    MockResponse.Builder silent =
        kind == Transport.SSE
            ? new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body("event: hello\n\n")
                .bodyDelay(20, TimeUnit.SECONDS)
            : new MockResponse.Builder().webSocketUpgrade(Saying.NOTHING);

    assertThat(ending(kind, silent.build())).isInstanceOf(EndReason.Lost.class);
  }
}
