package dev.realtime.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.RejectedException;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadRulesTest {
  private static final int MAX = 64 * 1024;

  private static RejectedException refusal(Payload payload) {
    try {
      PayloadRules.check(payload, MAX);
    } catch (RejectedException e) {
      return e;
    }
    throw new AssertionError(payload + " was accepted");
  }

  static List<String> notJson() {
    return List.of(
        "",
        " ",
        "{",
        "{\"a\":1}}",
        "1 2",
        "{\"a\":1,\"a\":2}",
        "\uFEFF1",
        "nul",
        "NaN",
        "'x'",
        "[".repeat(65) + "]".repeat(65),
        "1".repeat(101),
        "{\"" + "n".repeat(1_001) + "\":1}",
        "\"\t\"");
  }

  @ParameterizedTest
  @MethodSource
  void notJson(String text) {
    assertThat(refusal(Payload.json(text)).code()).isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void keepsTheBytesOfJsonAndPutsItInOneLine() {
    Payload neat = Payload.json("{\"n\": 1.50, \"deep\": " + "[".repeat(60) + "]".repeat(60) + "}");

    assertThat(PayloadRules.check(neat, MAX)).isSameAs(neat);
    assertThat(PayloadRules.check(Payload.json("{\r\n\"a\":\n1}"), MAX))
        .isEqualTo(Payload.json("{  \"a\": 1}"));
  }

  @Test
  void takesJsonAsDeepAsAllowed() {
    Payload deepest = Payload.json("[".repeat(64) + "]".repeat(64));

    assertThat(PayloadRules.check(deepest, MAX)).isSameAs(deepest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "Application/JSON",
        "application/json;",
        "application/json ; charset=utf-8 ; charset=UTF-8"
      })
  void aMessageIsTheSameWhicheverWayItIsSent(String contentType) {
    assertThat(PayloadRules.check(Payload.of(" \r\n{\"a\": 1}\t\n", contentType), MAX))
        .isEqualTo(Payload.json("{\"a\": 1}"));
  }

  @Test
  void countsBytesOfThePayload() {
    PayloadRules.check(Payload.of(new byte[MAX], "application/octet-stream"), MAX);

    assertThat(refusal(Payload.of(new byte[MAX + 1], "application/octet-stream")).code())
        .isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] latin = {(byte) 0xe9};

    assertThat(refusal(Payload.of(latin, "text/plain")).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(Payload.of(latin, "application/json")).code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(Payload.of("x", "text/plain; charset=latin1")).code())
        .isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    PayloadRules.check(Payload.of("x", "text/plain; charset=\"UTF-8\""), MAX);
    PayloadRules.check(Payload.of(latin, "image/png"), MAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain; x=\"a; b\"",
        "image/svg+xml",
        "a/b;c=d ; e=f",
        "application/vnd.x.y+json;",
        "text/plain; nocharset=latin1",
        "text/plain; x=\"charset=latin1\"",
        "text/plain; x=\"a\\\"b\"; charset=us-ascii",
        "a/b;; ;c=d"
      })
  void takesEveryContentType(String type) {
    assertThat(PayloadRules.check(Payload.of("1", type), MAX)).isEqualTo(Payload.of("1", type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json, text/plain",
        "a/",
        "/b",
        "text",
        "a b/c",
        "a/b c",
        "a/b; c",
        "a/b;\nc=d",
        "a/b; c=\"d\ne\"",
        "a/b; c=\"\u00e9\"",
        "a/b; c=\"\ud800\"",
        "a/b; c=\"d",
        "a/b;c =d",
        "t/\u00e9"
      })
  void refusesWhatIsNoContentType(String type) {
    assertThat(refusal(Payload.of("1", type)).code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
  void refusesJsonInAnotherEncoding(String charset) {
    for (String json : List.of("{\"a\":1}", "1", "\"\u20ac\"")) {
      Payload payload = Payload.of(json.getBytes(Charset.forName(charset)), "application/json");

      assertThat(refusal(payload))
          .hasMessageContaining("JSON is UTF-8")
          .extracting(RejectedException::code)
          .isEqualTo(ErrorCode.BAD_REQUEST);
    }
  }

  @Test
  void aContentTypeMadeToBeTriedInManyWaysIsRefusedAtOnce() {
    for (String tail : List.of("; ".repeat(95) + "\u00e9", ";   ".repeat(45) + ",")) {
      assertThat(refusal(Payload.of("1", "a/b" + tail)).code())
          .isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }
    assertThat(refusal(Payload.of("1", "a/b;\nc=d")).code())
        .isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    assertThat(refusal(Payload.of("1", "a/b; c=\"\ud800\"")).code())
        .isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void refusesAContentTypeThatWouldBreakALine() {
    assertThatThrownBy(() -> PayloadRules.check(Payload.of("x", "text/plain\nid: 1"), MAX))
        .hasMessageContaining("content type");
  }
}
