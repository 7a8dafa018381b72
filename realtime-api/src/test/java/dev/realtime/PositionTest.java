package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @ParameterizedTest
  @ValueSource(strings = {"0:0", "k3f9x2m7q1ab:1842", "a:9999999999999999"})
  void theTextFormIsReadBack(String text) {
    assertThat(Position.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "a",
        "a:",
        ":1",
        "A:1",
        "a:01",
        "a:-1",
        "a:1 ",
        "a:1\n",
        "a:10000000000000000"
      })
  void anythingElseIsNoPosition(String text) {
    assertThatThrownBy(() -> Position.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a position");
  }

  @Test
  void anErrorShowsNoControlCharacterOfTheInput() {
    assertThatThrownBy(() -> Position.parse("a\u001b[31m\u202e:1"))
        .hasMessageNotContaining("\u001b")
        .hasMessageNotContaining("\u202e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"earliest", "latest", "-5", "k3f9:7"})
  void aStartIsReadBack(String text) {
    assertThat(Start.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "first", "-0", "--1", "7"})
  void anythingElseIsNoStart(String text) {
    assertThatThrownBy(() -> Start.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRangeOfAnErrorCodeIsItsDuty() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(ErrorCode.ofWireName(code.wireName())).contains(code);
      assertThat(code.closeCode()).isBetween(4000, 4999);
    }
    assertThat(ErrorCode.SHUTTING_DOWN.retryable()).isTrue();
    assertThat(ErrorCode.FORBIDDEN.retryable()).isFalse();
  }
}
