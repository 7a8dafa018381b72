package dev.realtime.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static final Position AT = new Position("k3f9", 4);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsWhatAClientWrites() {
    NewEntry entry =
        new NewEntry(Payload.json("{\"a\":1}"), PublishOptions.defaults().withKey("ann"));
    List<NewEntry> entries = List.of(entry, new NewEntry(Payload.json("2"), entry.options()));
    MessageId first = new MessageId("p1", 7);

    assertThat(ClientFrame.decode(ClientFrame.subscribe("a/b", "earliest", 2), ""))
        .isEqualTo(new ClientFrame.Subscribe("a/b", "earliest", 2));
    assertThat(ClientFrame.decode(ClientFrame.unsubscribe("a"), ""))
        .isEqualTo(new ClientFrame.Unsubscribe("a"));
    assertThat(ClientFrame.decode(ClientFrame.ack("a", AT), ""))
        .isEqualTo(new ClientFrame.Ack("a", AT));
    assertThat(ClientFrame.decode(ClientFrame.publish("r1", "a", first, entries), ""))
        .isEqualTo(
            new ClientFrame.Publish(
                "r1", "a", new PublishCodec.Messages(Optional.of(first), entries)));
    assertThat(ClientFrame.decode(utf8("{\"op\":\"ping\"}"), "")).isEqualTo(new ClientFrame.Ping());
    assertThat(PublishCodec.decode(PublishCodec.encode(first, entries)))
        .isEqualTo(new PublishCodec.Messages(Optional.of(first), entries));
  }

  @Test
  void whatComesBackInAnAnswerIsShort() {
    String channel = "x".repeat(100_000);

    ClientFrame.Malformed wrong =
        (ClientFrame.Malformed)
            ClientFrame.decode(
                utf8("{\"op\":\"subscribe\",\"channel\":\"" + channel + "\",\"ref\":\"r\"}"), "");

    assertThat(wrong.hasOp()).isTrue();
    assertThat(wrong.channel()).isEmpty();
    assertThat(wrong.why()).hasMessage("'channel' has more than 200 characters");
  }

  @Test
  void aPeerCanAskToWaitForAnHourAtMost() {
    byte[] problem = utf8("{\"code\":\"rate-limited\",\"retryAfterMillis\":9223372036854775807}");

    RealtimeException failure = Problem.parse(problem).orElseThrow().toException(429);

    assertThat(((UnavailableException) failure).retryAfter()).contains(Duration.ofHours(1));
  }

  @Test
  void aFieldThatIsNotKnownMayHaveAnyName() {
    String messages = "{\"\ud83d\ude00\":1,\"messages\":[{\"data\":1}]}";

    assertThat(PublishCodec.decode(utf8(messages)).messages()).hasSize(1);
  }

  @Test
  void whatIsWrongCanBeToldWhateverItShows() {
    String op = "o".repeat(39) + "\ud83d\ude00";

    ClientFrame.Malformed frame =
        (ClientFrame.Malformed) ClientFrame.decode(utf8("{\"op\":\"" + op + "\"}"), "");

    assertThat(frame.hasOp()).isTrue();
    assertThat(ServerFrame.decode(ServerFrame.failure("", "", Problem.of(frame.why()))))
        .get()
        .asString()
        .contains("op 'ooo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10000000000000000"})
  void aSequenceOutOfRangeIsToldTheRange(String sequence) {
    String publish =
        "{\"producer\":\"p\",\"sequence\":" + sequence + ",\"messages\":[{\"data\":1}]}";

    assertThatThrownBy(() -> PublishCodec.decode(utf8(publish)))
        .isInstanceOf(RejectedException.class)
        .hasMessage("sequence %s of p is not a whole number from 1 to 9999999999999999", sequence);
  }

  @Test
  void readsWhatAServerWrites() {
    List<Run> runs = List.of(new Run(7, AT, 2, false), new Run(9, AT, 1, true));
    Problem problem = new Problem("out-of-sequence", "sequence 7", Optional.of(false), false, 5, 0);

    assertThat(ServerFrame.decode(ServerFrame.hello(15_000, 65_536, 1 << 20)))
        .contains(new ServerFrame.Hello(15_000, 65_536, 1 << 20));
    assertThat(ServerFrame.decode(ServerFrame.subscribed("a", AT, AT.withOffset(9))))
        .contains(new ServerFrame.Subscribed("a", AT, AT.withOffset(9)));
    assertThat(ServerFrame.decode(ServerFrame.published("r1", "a", runs)))
        .contains(new ServerFrame.Published("r1", "a", runs));
    assertThat(PublishCodec.decodeReceipts(PublishCodec.encodeReceipts("a", runs))).isEqualTo(runs);
    assertThat(ServerFrame.decode(ServerFrame.heartbeat(Map.of("a", AT))))
        .contains(new ServerFrame.Heartbeat(Map.of("a", AT)));
    assertThat(ServerFrame.decode(ServerFrame.failure("r1", "a", problem)))
        .contains(new ServerFrame.Failure("r1", "a", problem));
    assertThat(ServerFrame.decode(ServerFrame.end("a", ErrorCode.FORBIDDEN)))
        .contains(new ServerFrame.End("a", "forbidden"));
    assertThat(ServerFrame.decode(ServerFrame.bye(ErrorCode.SHUTTING_DOWN, 250)))
        .contains(new ServerFrame.Bye("shutting-down", 250));
    assertThat(ServerFrame.decode(ServerFrame.pong())).contains(new ServerFrame.Pong());
    assertThat(ServerFrame.decode(utf8("{\"op\":\"novel\",\"x\":{}}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "[]",
        "{}",
        "{\"op\":\"dance\"}",
        "{\"op\":\"subscribe\"}",
        "{\"op\":\"subscribe\",\"channel\":\"../x\"}",
        "{\"op\":\"subscribe\",\"channel\":\"a\",\"window\":-1}",
        "{\"op\":\"ack\",\"channel\":\"a\"}",
        "{\"op\":\"ack\",\"channel\":\"a\",\"position\":\"a\"}",
        "{\"op\":\"publish\",\"channel\":\"a\",\"messages\":[]}",
        "{\"op\":\"publish\",\"channel\":\"a\",\"messages\":[{}]}",
        "{\"op\":\"publish\",\"channel\":\"a\",\"producer\":\"p\",\"messages\":[{\"data\":1}]}",
        "{\"op\":\"publish\",\"channel\":\"a\",\"messages\":[{\"data\":1,\"type\":\"a b\"}]}",
      })
  void refusesWhatIsNoFrame(String json) {
    assertThat(ClientFrame.decode(utf8(json), "")).isInstanceOf(ClientFrame.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\":[{\"data\":[{}],\"type\":[[]]}],\"ref\":\"7\",\"channel\":\"a\",\"op\":\"publish\"}",
        "{\"window\":{\"x\":[1]},\"op\":\"subscribe\",\"channel\":\"a\",\"ref\":\"7\"}",
        "{\"after\":1,\"window\":[],\"channel\":\"a\",\"ref\":\"7\",\"op\":\"subscribe\"}",
      })
  void theOrderOfTheFieldsOfAWrongFrameDoesNotMatter(String json) {
    assertThat(ClientFrame.decode(utf8(json), ""))
        .isInstanceOfSatisfying(
            ClientFrame.Malformed.class,
            frame -> {
              assertThat(frame.hasOp()).isTrue();
              assertThat(frame.ref()).isEqualTo("7");
              assertThat(frame.channel()).isEqualTo("a");
            });
  }

  @Test
  void aLongRefIsNotSentBack() {
    String json = "{\"op\":\"ping\",\"ref\":\"" + "x".repeat(201) + "\"}";

    assertThat(ClientFrame.decode(utf8(json), ""))
        .isInstanceOfSatisfying(
            ClientFrame.Malformed.class,
            frame -> {
              assertThat(frame.ref()).isEmpty();
              assertThat(frame.why()).hasMessage("'ref' has more than 200 characters");
            });
  }

  @Test
  void theAnswerToAWrongFrameFindsItsWay() {
    String json =
        "{\"op\":\"publish\",\"ref\":\"7\",\"channel\":\"a\",\"messages\":[{\"data\":1,\"type\":\"a b\"}]}";

    assertThat(ClientFrame.decode(utf8(json), ""))
        .isInstanceOfSatisfying(
            ClientFrame.Malformed.class,
            frame -> {
              assertThat(frame.ref()).isEqualTo("7");
              assertThat(frame.channel()).isEqualTo("a");
              assertThat(frame.why()).hasMessageContaining("type");
            });
  }

  @Test
  void aProblemKeepsTheFailure() {
    RealtimeException sent =
        new UnavailableException(
            ErrorCode.ENGINE_UNAVAILABLE, "down", Duration.ofMillis(1_500), true, null);

    RealtimeException got = Problem.parse(Problem.of(sent).toJson()).orElseThrow().toException(503);

    assertThat(got).isInstanceOf(UnavailableException.class).hasMessage("down");
    assertThat(((UnavailableException) got).retryAfter()).contains(Duration.ofMillis(1_500));
    assertThat(((UnavailableException) got).outcomeUnknown()).isTrue();
  }

  @Test
  void anUnknownCodeIsJudgedByRetryableElseByItsStatus() {
    Problem told = new Problem("novel", "x", Optional.of(true), false, 0, 0);
    Problem silent = new Problem("novel", "x", Optional.empty(), false, 0, 0);

    assertThat(told.toException(400)).isInstanceOf(UnavailableException.class);
    assertThat(silent.toException(400)).isInstanceOf(RejectedException.class);
    assertThat(silent.toException(503)).isInstanceOf(UnavailableException.class);
    assertThat(Problem.parse(utf8("<html>"))).isEmpty();
  }
}
