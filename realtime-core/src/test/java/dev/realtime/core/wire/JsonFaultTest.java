package dev.realtime.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Payload;
import dev.realtime.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sender of a text that is no JSON is told. */
class JsonFaultTest {
  private static void check(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    PayloadRules.check(Payload.wrap(bytes, 0, bytes.length, Payload.JSON), 1 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "{, 'Unexpected end-of-input: expected close marker for Object (line 1, column 2)'",
    "'[1,\n2}', 'Unexpected close marker ''}'': expected '']'' (line 2, column 2)'",
    "NaN, 'Non-standard token ''NaN'' (line 1, column 4)'",
    "+1, 'JSON spec does not allow numbers to have plus signs (line 1, column 2)'",
    "// c, 'Unexpected character (''/'') (line 1, column 1)'",
    "{a:1}, 'Unexpected character (''a''): was expecting double-quote to start field name (line 1'",
    "'\"abc', 'Unexpected end-of-input (line 1, column 5)'",
    "'{\"a\":1,\"a\":2}', 'Duplicate field ''a'' (line 1, column 11)'",
  })
  void isToldWhatIsWrongAndWhere(String json, String told) {
    assertThatThrownBy(() -> check(json))
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith("this is not JSON: ")
        .hasMessageContaining(told);
  }

  @Test
  void isToldTheLimit() {
    assertThatThrownBy(() -> check("[".repeat(65)))
        .hasMessageContaining("Document nesting depth (65) exceeds the maximum allowed (64)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{a:1}",
        "[1 2]",
        "nul",
        "NaN",
        "-Infinity",
        "-",
        "01",
        "1.",
        "+1",
        ".5",
        "1e",
        "\"abc",
        "\"\\x\"",
        "\"\\u12g4\"",
        "{\"a\" 1}",
        "]",
        "// c",
        "/*",
        "{\"a\":1}}",
        "#",
        "{\"a\":[1,2}",
        "\u0000"
      })
  void isToldNothingAboutTheParser(String json) {
    assertThatThrownBy(() -> check(json))
        .satisfies(
            failure ->
                assertThat(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT))
                    .matches("(?s)this is not json: .* \\(line 1, column \\d+\\)")
                    .doesNotContain(
                        "`",
                        "feature",
                        "source",
                        "enable",
                        "redacted",
                        "value_",
                        "in null",
                        " (code "));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"sequence\":99999999999999999999,\"messages\":[]}', out of range of long",
    "'{\"messages\":[{\"base64\":\"A!!\"}]}', Illegal character '!'",
  })
  void isToldAboutValuesToo(String json, String told) {
    assertThatThrownBy(() -> PublishCodec.decode(json.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining(told)
        .message()
        .doesNotContain("VALUE_", "MIME");
  }
}
