package dev.realtime.cli;

import dev.realtime.spi.EndReason;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** How things end, in words. */
final class EndText {
  private EndText() {}

  /** Why an exchange ended. */
  static String of(EndReason why) {
    if (why instanceof EndReason.Lost lost) {
      return "lost: " + lost.why();
    }
    if (why instanceof EndReason.Unreadable nothing) {
      return "unreadable: " + nothing.why();
    }
    return why instanceof EndReason.Refused refused
        ? "refused: " + of(refused.cause())
        : "the server ended the exchange in order";
  }

  /** What a failure says, without the stages that it went through. */
  static String of(Throwable failure) {
    Throwable said = failure;
    while (said.getCause() != null
        && (said instanceof CompletionException || said instanceof ExecutionException)) {
      said = said.getCause();
    }
    String text = said.getMessage();
    return text == null ? said.getClass().getSimpleName() : text;
  }
}
