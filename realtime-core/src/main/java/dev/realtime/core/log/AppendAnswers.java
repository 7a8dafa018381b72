package dev.realtime.core.log;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.RejectedException;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import java.util.List;

/** What the answer of a log means to a publisher. */
public final class AppendAnswers {
  private AppendAnswers() {}

  /**
   * The runs of a stored append.
   *
   * @throws RejectedException out-of-sequence, unknown-producer or message-id-reused
   */
  public static List<Run> runs(AppendResult result, MessageId first) {
    if (result instanceof AppendResult.Stored stored) {
      return stored.runs();
    }
    if (result instanceof AppendResult.OutOfSequence skipped) {
      throw new RejectedException(
          ErrorCode.OUT_OF_SEQUENCE,
          "sequence "
              + first.sequence()
              + " of "
              + first.producer()
              + ", expected "
              + skipped.expected(),
          skipped.expected(),
          null);
    }
    if (result instanceof AppendResult.MessageIdReused reused) {
      throw new RejectedException(
          ErrorCode.MESSAGE_ID_REUSED,
          "sequence " + reused.sequence() + " of " + first.producer() + " has other content");
    }
    throw new RejectedException(
        ErrorCode.UNKNOWN_PRODUCER,
        "sequence "
            + first.sequence()
            + " of "
            + first.producer()
            + ": the log does not know the producer; begin again at 1",
        1,
        null);
  }
}
