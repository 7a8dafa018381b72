package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.spi.ClientTransport;
import dev.realtime.testkit.tck.FaultyInletTransport.Fault;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each rule of {@link TransportContract} is broken by a transport that its test must find. */
class TransportFaultsFoundTest {
  private static TransportContract contract(UnaryOperator<ClientTransport> damage) {
    return () -> new TransportMemoryFixture(damage);
  }

  private static TransportContract contract(Fault fault) {
    return contract(sound -> new FaultyInletTransport(sound, fault));
  }

  private static void assertFound(ThrowingCallable test, String message) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  @Test
  void aTransportThatLosesABatch() {
    TransportContract wrong = contract(sound -> FaultyTransport.losing(sound, 2));

    assertFound(
        wrong::required_4_1_theFirstBatchFollowsWhatWasAskedAndEachNextTheOneBefore,
        "does not follow");
  }

  @Test
  void aTransportThatRepeatsOldBatches() {
    TransportContract wrong = contract(FaultyTransport::repeating);

    assertFound(
        wrong::required_4_1_theFirstBatchFollowsWhatWasAskedAndEachNextTheOneBefore,
        "does not follow");
  }

  @Test
  void aTransportThatReordersBatches() {
    TransportContract wrong = contract(sound -> FaultyTransport.reordering(sound, 1));

    assertFound(
        wrong::required_4_1_theFirstBatchFollowsWhatWasAskedAndEachNextTheOneBefore,
        "does not follow");
  }

  @Test
  void aTransportThatHidesAGap() {
    TransportContract wrong = contract(FaultyTransport::hidingGaps);

    assertFound(wrong::required_4_1_aGapIsThatOfTheAskedPosition, "does not follow gone:7");
  }

  @Test
  void aTransportThatDoesNotWaitForTheHandler() {
    assertFound(
        contract(Fault.PARALLEL)::required_4_2_theNextBatchComesOnlyAfterTheFormerWasHandled,
        "came before the former was handled");
  }

  @Test
  void aTransportThatEndsTwice() {
    assertFound(contract(Fault.TWICE_ENDING)::required_4_3_aCancelIsTheEnd, "came after onEnd");
    assertFound(
        contract(Fault.TWICE_ENDING)::required_4_3_closingTheTransportIsTheEndOfEveryExchange,
        "onEnd");
  }

  @Test
  void aTransportThatGoesOnAfterACancel() {
    assertFound(contract(Fault.DEAF)::required_4_3_aCancelIsTheEnd, "head 0:0 came after onEnd");
    assertFound(contract(Fault.DEAF)::required_4_3_aCancelInsideASignalIsTheEnd, "came after");
    assertFound(contract(Fault.DEAF)::required_4_3_aCancelRacesWithBatches, "came after onEnd");
  }

  @Test
  void aTransportThatChangesBytes() {
    assertFound(
        contract(Fault.DAMAGING)::required_4_4_entriesArriveAsTheyStandInTheLog,
        "application/x-bytes of 512 bytes");
  }

  @Test
  void aTransportThatKeepsWhatItHas() {
    assertFound(
        contract(Fault.LEAKING)::required_4_20_aCancelFreesEverythingWithinASecond,
        "still holds a second after the cancel");
  }

  @Test
  void aTransportThatWaitsAtASymbolicStart() {
    assertFound(
        contract(Fault.PARKING)::required_4_22_aSymbolicStartIsResolvedAtOnce,
        "waited PT3S for onOpen");
  }
}
