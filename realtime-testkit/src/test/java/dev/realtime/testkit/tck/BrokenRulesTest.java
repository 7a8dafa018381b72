package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokenRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "assertFound(wrong::required_9_1_isRight, \"late\");",
        "assertFound(\n  contract(Fault.DEAF)\n::required_9_1_isRight,\n  \"came after\");",
        "assertFound(() -> wrong.required_9_1_isRight(\"[]\"),\n  \"expected\" + code);"
      })
  void aTestThatIsAssertedToFailNamesItsRule(String source) {
    assertThat(BrokenRules.in(source)).containsExactly("9.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "see required_9_1_isRight, \"late\"",
        "right.required_9_1_isRight();",
        "assertFound(wrong::isRight, \"late\"); right.required_9_1_isRight();",
        "assertFound(wrong::required_9_1_isRight, \"\");"
      })
  void aTestThatIsNotAssertedToFailInWordsNamesNone(String source) {
    assertThat(BrokenRules.in(source)).isEmpty();
  }
}
