package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishOptionsTest {
  private static final PublishOptions NONE = PublishOptions.defaults();

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00", "\ud83d", "\ude00\ud83d"})
  void halfOfASurrogatePairIsNoText(String text) {
    assertThatThrownBy(() -> NONE.withKey(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key has half of a surrogate pair, which is no text");
    assertThatThrownBy(() -> NONE.withHeader("h", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header h has half");
    assertThatThrownBy(() -> Payload.of(text, "text/plain"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the text has half of a surrogate pair");
  }

  @Test
  void aWholeSurrogatePairIsText() {
    assertThat(NONE.withKey("\ud83d\ude00").key()).isEqualTo("\ud83d\ude00");
    assertThat(Payload.of("\ud83d\ude00", "text/plain").toText()).isEqualTo("\ud83d\ude00");
  }
}
