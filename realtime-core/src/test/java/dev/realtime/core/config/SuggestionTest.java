package dev.realtime.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  @ParameterizedTest
  @CsvSource({"'', '', 0", "abc, abc, 0", "abc, ab, 1", "abc, acb, 1", "kitten, sitting, 3"})
  void countsInsertedRemovedReplacedAndSwappedLetters(String a, String b, int expected) {
    assertThat(Suggestion.distance(a, b)).isEqualTo(expected);
    assertThat(Suggestion.distance(b, a)).isEqualTo(expected);
  }

  @Test
  void prefersTheClosestWord() {
    assertThat(Suggestion.closest("long-poling", List.of("short-polling", "long-polling")))
        .contains("long-polling");
  }

  @Test
  void guessesNothingForALongText() {
    assertThat(Suggestion.closest("x".repeat(101), List.of("x".repeat(101)))).isEmpty();
  }
}
