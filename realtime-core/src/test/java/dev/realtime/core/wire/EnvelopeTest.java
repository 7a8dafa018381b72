package dev.realtime.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Gap;
import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.RejectedException;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final Position AT = new Position("k3f9", 41);

  private static Batch batch(Optional<Gap> gap, Entry... entries) {
    Position last = entries.length == 0 ? AT : entries[entries.length - 1].position();
    return new Batch(
        "chat/lobby", AT, last, last.withOffset(last.offset() + 1), gap, List.of(entries));
  }

  private static Entry entry(long offset, Payload payload) {
    return new Entry(
        AT.withOffset(offset),
        1_764_000_000_123L,
        Optional.of(new MessageId("p7", offset)),
        "ann \"A\" ☃",
        "said",
        Map.of("lang", "en\\us"),
        payload);
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static Batch again(Batch batch) {
    ByteBuffer json = EncodedBatch.of(batch).json();
    byte[] bytes = new byte[json.remaining()];
    json.get(bytes);
    return Envelope.decode(bytes, "other");
  }

  @Test
  void writesTheObjectOfTheSpecification() {
    Entry plain =
        new Entry(
            AT.withOffset(42), 5, Optional.empty(), "", "", Map.of(), Payload.json("{\"a\": 1.0}"));

    String json = text(EncodedBatch.of(batch(Optional.empty(), plain)).json());

    assertThat(json)
        .isEqualTo(
            "{\"channel\":\"chat/lobby\",\"previous\":\"k3f9:41\",\"last\":\"k3f9:42\","
                + "\"head\":\"k3f9:43\","
                + "\"entries\":[{\"offset\":42,\"time\":5,\"data\":{\"a\": 1.0}}]}");
  }

  @Test
  void keepsEveryKindOfPayloadByteForByte() {
    Batch batch =
        batch(
            Optional.empty(),
            entry(42, Payload.json("{\"text\":\"hi ☃\",\"n\":1e2,\"list\":[1, {}]}")),
            entry(43, Payload.json("1e400")),
            entry(44, Payload.json("\"only a string \\u2028\"")),
            entry(45, Payload.of("tab\tquote\" back\\ ☃ \u0001", "text/plain; charset=utf-8")),
            entry(46, Payload.of(new byte[] {0, 1, -1}, "application/octet-stream")),
            entry(47, Payload.of("{}", "application/cloudevents+json")));

    assertThat(again(batch).entries()).isEqualTo(batch.entries());
    assertThat(again(batch).toString()).isEqualTo(batch.toString());
  }

  @Test
  void keepsGapsOfEveryReason() {
    for (Gap gap :
        List.of(
            new Gap(new Position("k3f9", 11), 12, 41, Gap.Reason.TRIMMED, AT),
            Gap.reset(new Position("gone", 4), AT))) {
      assertThat(again(batch(Optional.of(gap))).gap()).contains(gap);
    }
  }

  @Test
  void aPayloadAsDeepAsAllowedFitsIn() {
    Payload deepest = Payload.json("[".repeat(64) + "]".repeat(64));
    Batch sent = batch(Optional.empty(), entry(42, deepest));

    assertThat(again(sent).entries().get(0).payload()).isEqualTo(deepest);
    String frame = "{\"op\":\"batch\"," + text(EncodedBatch.of(sent).json()).substring(1);
    assertThat(ServerFrame.decode(frame.getBytes(StandardCharsets.UTF_8))).isPresent();
    NewEntry message = new NewEntry(deepest, PublishOptions.defaults());
    byte[] publish = ClientFrame.publish("1", "a", new MessageId("p", 1), List.of(message));
    assertThat(ClientFrame.decode(publish, "")).isInstanceOf(ClientFrame.Publish.class);
  }

  @Test
  void wrapsTheSameBytesAsEventAndFrame() {
    EncodedBatch encoded = EncodedBatch.of(batch(Optional.empty(), entry(42, Payload.json("1"))));
    String json = text(encoded.json());

    assertThat(text(encoded.event())).isEqualTo("id: k3f9:42\ndata: " + json + "\n\n");
    String message = "{\"op\":\"batch\"," + json.substring(1);
    assertThat(encoded.frame())
        .isEqualTo(SocketFrame.text(message.getBytes(StandardCharsets.UTF_8)));
    assertThat(ServerFrame.decode(message.getBytes(StandardCharsets.UTF_8)))
        .get()
        .isInstanceOf(ServerFrame.Delivery.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{} x",
        "{}",
        "{\"previous\":\"a:1\"}",
        "{\"previous\":\"A:1\",\"last\":\"a:1\",\"entries\":[]}",
        "{\"previous\":1,\"last\":\"a:1\"}",
        "{\"previous\":\"a:1\",\"last\":\"a:2\",\"entries\":[{\"offset\":0,\"data\":1}]}",
        "{\"previous\":\"a:1\",\"last\":\"a:2\",\"entries\":[{\"offset\":2}]}",
        "{\"previous\":\"a:1\",\"last\":\"a:2\",\"entries\":[{\"offset\":2,\"data\":1,\"text\":\"\"}]}",
        "{\"previous\":\"a:1\",\"last\":\"a:2\",\"entries\":[{\"offset\":2,\"id\":\"x\",\"data\":1}]}",
        "{\"previous\":\"a:1\",\"last\":\"a:2\",\"gap\":{\"reason\":\"odd\"},\"entries\":[]}",
        "{\"previous\":\"a:1\",\"previous\":\"a:1\",\"last\":\"a:2\"}",
      })
  void refusesWhatIsNoBatch(String json) {
    assertThatThrownBy(() -> Envelope.decode(json.getBytes(StandardCharsets.UTF_8), "c"))
        .isInstanceOf(RejectedException.class);
  }

  @Test
  void ignoresFieldsItDoesNotKnow() {
    String json =
        "{\"new\":{\"a\":[1,{}]},\"last\":\"a:2\",\"previous\":\"a:1\","
            + "\"entries\":[{\"extra\":[[]],\"data\":[1],\"offset\":2,\"time\":1}]}";

    Batch batch = Envelope.decode(json.getBytes(StandardCharsets.UTF_8), "c");

    assertThat(batch.channel()).isEqualTo("c");
    assertThat(batch.head()).isEqualTo(new Position("a", 2));
    assertThat(batch.entries().get(0).payload()).isEqualTo(Payload.json("[1]"));
  }
}
