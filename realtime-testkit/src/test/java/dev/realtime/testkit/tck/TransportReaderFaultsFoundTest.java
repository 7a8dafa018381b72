package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.testkit.tck.TransportTrustingReader.Fault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each rule of {@link TransportReaderContract} is broken by a reader that its test must find. */
class TransportReaderFaultsFoundTest {
  private static final TransportReaderContract AT_ONCE = new FaultyReaderTransport(Fault.TRUSTING);
  private static final TransportReaderContract AFTER_A_SECOND =
      new FaultyReaderTransport(Fault.PAUSING);
  private static final TransportReaderContract FOR_EVER = new FaultyReaderTransport(Fault.STUBBORN);

  private static void assertFound(ThrowingCallable test, String message) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  @Test
  void aReaderThatTrustsEveryBatch() {
    assertFound(AT_ONCE::required_4_6_aLostBatchIsReadAgain, "expected the data");
    assertFound(AT_ONCE::required_4_6_batchesOutOfOrderAreReadAgain, "expected the data");
    assertFound(AT_ONCE::required_4_8_repeatedBatchesAreDropped, "expected the data");
    assertFound(AT_ONCE::required_4_8_aRepeatedGapAndAnEpochAlreadyLeftAreDropped, "expected");
    assertFound(
        AT_ONCE::required_4_7_aGapThatIsHiddenForEverEndsTheSubscription,
        "expected: <[]> but was: <[1");
  }

  @Test
  void aReaderThatAsksForEver() {
    assertFound(
        FOR_EVER::required_4_7_aGapThatIsHiddenForEverEndsTheSubscription,
        "exchanges without progress, and none was the last");
    assertFound(
        FOR_EVER::required_4_7_whatCannotBeReadForEverEndsTheSubscription,
        "exchanges without progress, and none was the last");
  }

  @Test
  void aReaderThatHearsAFormerExchange() {
    assertFound(AT_ONCE::required_4_9_signalsOfAFormerExchangeAreIgnored, "late");
  }

  @Test
  void aReaderThatPausesAsItLikes() {
    assertFound(
        AFTER_A_SECOND::required_4_10_aLostExchangeIsReopenedAfterAJitteredBackoff,
        "a pause of PT1S, not of PT0S..PT0.5S");
    assertFound(
        AFTER_A_SECOND::required_4_10_aLostExchangeIsReopenedNotBeforeThePeerWants,
        "a pause of PT1S, not of PT7S..PT7S");
    assertFound(
        AFTER_A_SECOND::required_4_10_aCompletedExchangeIsReopenedWhenThePeerWants,
        "a pause of PT1S, not of PT3S..PT3S");
  }
}
