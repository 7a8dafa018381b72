package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.cli.AnswerScript.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScriptTest {
  @Test
  void takesStepAfterStepAndStaysAtTheLast() {
    AnswerScript script = AnswerScript.parse("204, 429:2,hang:3000,close").orElseThrow();

    assertThat(script.next()).isEqualTo(new Step.Answer(204, Optional.empty()));
    assertThat(script.next()).isEqualTo(new Step.Answer(429, Optional.of(2)));
    assertThat(script.next()).isEqualTo(new Step.Hang(Duration.ofSeconds(3)));
    assertThat(script.next()).isEqualTo(new Step.Close());
    assertThat(script.next()).isEqualTo(new Step.Close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "200,", "100", "600", "20", "hang", "hang:x", "closed", "429:", "200;500"})
  void refusesWhatIsNoScript(String text) {
    assertThat(AnswerScript.parse(text)).isEmpty();
  }
}
