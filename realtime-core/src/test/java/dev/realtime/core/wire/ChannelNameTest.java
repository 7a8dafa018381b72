package dev.realtime.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelNameTest {
  @Test
  void acceptsWhatTheGrammarAllows() {
    for (String name :
        List.of(
            "a",
            "chat/lobby",
            "a.b_c~d:e@f-g/...",
            "1/2/3/4/5/6/7/8",
            "x".repeat(64),
            String.join("/", List.of("x".repeat(64), "y".repeat(64), "z".repeat(64))))) {
      assertThat(ChannelName.check(name)).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', a segment is empty",
    "/a, a segment is empty",
    "a/, a segment is empty",
    "a//b, a segment is empty",
    "., a segment is '.' or '..'",
    "a/../b, a segment is '.' or '..'",
    "a b, character 2 is none of",
    "a/bü, character 4 is none of",
    "1/2/3/4/5/6/7/8/9, it has 9 segments",
  })
  void refusesAllElseAndSaysWhy(String name, String why) {
    assertThatThrownBy(() -> ChannelName.check(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesWhatIsTooLongAndShowsNoControls() {
    assertThatThrownBy(() -> ChannelName.check("x".repeat(65))).hasMessageContaining("65");
    assertThatThrownBy(() -> ChannelName.check("x/".repeat(101))).hasMessageContaining("200");
    assertThatThrownBy(() -> ChannelName.check("a\u001b[2J\n\u202e"))
        .hasMessageStartingWith("'a\uFFFD[2J\uFFFD\uFFFD' is not a channel name");
  }
}
