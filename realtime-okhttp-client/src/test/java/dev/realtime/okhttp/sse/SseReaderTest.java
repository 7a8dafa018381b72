package dev.realtime.okhttp.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseReaderTest {
  static Stream<Arguments> streams() {
    return Stream.of(
        Arguments.of("data: a\n\n", List.of("message|a")),
        Arguments.of("data:a\n\n", List.of("message|a")),
        Arguments.of("data:  a\n\n", List.of("message| a")),
        Arguments.of("data\n\n", List.of("message|")),
        Arguments.of("data:\n\n", List.of("message|")),
        Arguments.of("data: a\ndata: b\n\n", List.of("message|a\nb")),
        Arguments.of("data\ndata\n\n", List.of("message|\n")),
        Arguments.of("data: a\r\n\r\ndata: b\r\n\r\n", List.of("message|a", "message|b")),
        Arguments.of("data: a\r\rdata: b\r\r", List.of("message|a", "message|b")),
        Arguments.of("data: a\r\n\ndata: b\n\r\n", List.of("message|a", "message|b")),
        Arguments.of("\uFEFFdata: a\n\n", List.of("message|a")),
        Arguments.of("\uFEFF\uFEFFdata: a\n\n", List.of()),
        Arguments.of("event: hello\ndata: a\n\ndata: b\n\n", List.of("hello|a", "message|b")),
        Arguments.of("event: lost\n\ndata: b\n\n", List.of("message|b")),
        Arguments.of("event:\ndata: b\n\n", List.of("message|b")),
        Arguments.of(": comment\n\n:\ndata: a\n\n", List.of("message|a")),
        Arguments.of("id: 7\nretry: 10\ndata: a\n\n", List.of("message|a")),
        Arguments.of("Data: a\ndatax: b\n data: c\ndata : d\n\n", List.of()),
        Arguments.of("data: a: b\n\n", List.of("message|a: b")),
        Arguments.of("data: ☃ \u2028 x\n\n", List.of("message|☃ \u2028 x")),
        Arguments.of("data: cut", List.of()),
        Arguments.of("data: cut\n", List.of()),
        Arguments.of("data: a\n\ndata: cut\n", List.of("message|a")),
        Arguments.of("\n\n\n", List.of()),
        Arguments.of("", List.of()));
  }

  private static List<String> read(BufferedSource source) throws IOException {
    SseReader reader = new SseReader(source, 1_000, () -> {});
    List<String> events = new ArrayList<>();
    for (SseEvent event = reader.next(); event != null; event = reader.next()) {
      events.add(event.name() + "|" + new String(event.data(), StandardCharsets.UTF_8));
    }
    return events;
  }

  /** Gives a few bytes at a time, as a network does. */
  private static BufferedSource inPieces(String text, Random random) {
    return Okio.buffer(
        new ForwardingSource(new Buffer().writeUtf8(text)) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            return super.read(sink, Math.min(byteCount, 1 + random.nextInt(3)));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsWhatTheStandardSays(String text, List<String> events) throws IOException {
    assertThat(read(new Buffer().writeUtf8(text))).isEqualTo(events);

    for (long seed = 0; seed < 20; seed++) {
      assertThat(read(inPieces(text, new Random(seed)))).as("seed %d", seed).isEqualTo(events);
    }
  }

  @Test
  void anEventHasALimit() {
    for (String text :
        List.of(
            "data: " + "x".repeat(1_100), "data: " + "x".repeat(600) + "\n", ":".repeat(1_100))) {
      Buffer source = new Buffer();
      for (int i = 0; i < 2; i++) {
        source.writeUtf8(text);
      }
      assertThatThrownBy(() -> read(source))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("1000 bytes");
    }
  }

  @Test
  void tellsOfEveryByteThatCame() throws IOException {
    List<String> heard = new ArrayList<>();
    SseReader reader =
        new SseReader(
            inPieces(": only\n: comments\n", new Random(1)), 1_000, () -> heard.add("byte"));

    assertThat(reader.next()).isNull();

    assertThat(heard).hasSizeGreaterThan(5);
  }
}
