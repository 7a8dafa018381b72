package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.spi.EndReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class EndTextTest {
  private final RejectedException refusal = new RejectedException(ErrorCode.FORBIDDEN, "not you");

  @Test
  void anEndIsASentence() {
    assertThat(EndText.of(EndReason.completed()))
        .isEqualTo("the server ended the exchange in order");
    assertThat(EndText.of(new EndReason.Lost("cut", Optional.of(Duration.ofSeconds(1)))))
        .isEqualTo("lost: cut");
    assertThat(EndText.of(new EndReason.Unreadable("half"))).isEqualTo("unreadable: half");
    assertThat(EndText.of(new EndReason.Refused(refusal))).isEqualTo("refused: not you");
  }

  @Test
  void aFailureIsToldWithoutItsWrapping() {
    assertThat(EndText.of(new ExecutionException(new CompletionException(refusal))))
        .isEqualTo("not you");
    assertThat(EndText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
