package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.core.log.Epochs.EpochStart;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpochsTest {
  private static final String WRITTEN_IN = "aaabbbccc";
  private static final List<EpochStart> STARTS =
      List.of(new EpochStart("a", 1), new EpochStart("b", 4), new EpochStart("c", 7));

  @Test
  void required_3_8_to_3_11_everyPositionOfEveryRetentionIsJudgedAsTheWrittenEntriesSay() {
    int head = WRITTEN_IN.length();
    for (int first = 1; first <= head + 1; first++) {
      Epochs epochs = new Epochs(STARTS, first, head);
      for (String epoch : List.of("0", "a", "b", "c", "z")) {
        for (int offset = 0; offset <= head + 3; offset++) {
          Position after = new Position(epoch, offset);

          Optional<Gap> gap = epochs.lossAfter(after);

          assertThat(gap).as("%s, first %s", after, first).isEqualTo(expected(after, first));
        }
      }
    }
  }

  @Test
  void aLogWithoutEntriesKnowsOnlyTheOrigin() {
    Epochs epochs = new Epochs(List.of(), 1, 0);

    assertThat(epochs.lossAfter(Position.ORIGIN)).isEmpty();
    assertThat(epochs.headPosition()).isEqualTo(Position.ORIGIN);
    assertThat(epochs.lossAfter(new Position("a", 0)))
        .contains(Gap.reset(new Position("a", 0), Position.ORIGIN));
  }

  /** Judges by the written entries, one by one, without the list of epochs. */
  private static Optional<Gap> expected(Position after, int first) {
    int begin = WRITTEN_IN.indexOf(after.epoch());
    int end = WRITTEN_IN.lastIndexOf(after.epoch()) + 1;
    boolean origin = after.equals(Position.ORIGIN);
    if (!origin && (begin < 0 || after.offset() < begin)) {
      return Optional.of(Gap.reset(after, before(first)));
    }
    if (!origin && after.offset() > end) {
      return Optional.of(
          new Gap(after, end + 1, after.offset(), Gap.Reason.DIVERGED, after.withOffset(end)));
    }
    return after.offset() + 1 < first
        ? Optional.of(
            new Gap(after, after.offset() + 1, first - 1, Gap.Reason.TRIMMED, before(first)))
        : Optional.empty();
  }

  private static Position before(int offset) {
    return offset == 1
        ? Position.ORIGIN
        : new Position(WRITTEN_IN.substring(offset - 2, offset - 1), offset - 1);
  }
}
