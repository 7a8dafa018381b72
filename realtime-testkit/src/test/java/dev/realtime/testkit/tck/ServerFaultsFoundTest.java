package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each rule of the contracts of a server is broken by one that its test must find. */
class ServerFaultsFoundTest {
  private static ServerEventStreamContract stream(FakeStreamServer.Fault fault) {
    return () -> new FakeStreamServer(fault);
  }

  private static void assertFound(ThrowingCallable test, String message) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  @Test
  void aStreamServerThatIsRightButForItsFaultPasses() throws IOException {
    ServerEventStreamContract right = stream(FakeStreamServer.Fault.NONE);

    right.required_4_14_aStreamResumesFromItsLastIdAlsoBeforeTheFirstBatch();
    right.required_4_14_oneBatchIsOneEventWithItsLastPositionAsId();
    right.required_4_14_whatIsNoBatchHasNoId();
  }

  @Test
  void aStreamWhoseHelloHasNoId() {
    assertFound(
        stream(FakeStreamServer.Fault.HELLO_WITHOUT_ID)
            ::required_4_14_aStreamResumesFromItsLastIdAlsoBeforeTheFirstBatch,
        "the ids of hello after a channel without entries ==> expected: <[0:0]> but was: <[]>");
  }

  @Test
  void aStreamThatIgnoresTheLastId() {
    assertFound(
        stream(FakeStreamServer.Fault.LAST_EVENT_ID_IGNORED)
            ::required_4_14_aStreamResumesFromItsLastIdAlsoBeforeTheFirstBatch,
        "the ids of hello after a cut before the first batch ==> expected: <[0:0]>");
  }

  @Test
  void aStreamWhoseBatchesHaveAnotherId() {
    assertFound(
        stream(FakeStreamServer.Fault.PREVIOUS_AS_ID)
            ::required_4_14_oneBatchIsOneEventWithItsLastPositionAsId,
        "the ids of the batch after 0:0");
  }

  @Test
  void aStreamWithTwoBatchesInOneEvent() {
    assertFound(
        stream(FakeStreamServer.Fault.TWO_BATCHES_IN_ONE_EVENT)
            ::required_4_14_oneBatchIsOneEventWithItsLastPositionAsId,
        "batches in one event");
  }

  @Test
  void aStreamWithIdsOnWhatIsNoBatch() {
    assertFound(
        stream(FakeStreamServer.Fault.ID_ON_HEARTBEAT)::required_4_14_whatIsNoBatchHasNoId,
        "the ids of a heartbeat ==> expected: <[]>");
    assertFound(
        stream(FakeStreamServer.Fault.ID_ON_BYE)::required_4_14_whatIsNoBatchHasNoId,
        "the ids of bye ==> expected: <[]>");
  }

  @Test
  void aStreamWhoseLinesEndInCrLf() {
    assertFound(
        stream(FakeStreamServer.Fault.CRLF)
            ::required_4_14_oneBatchIsOneEventWithItsLastPositionAsId,
        "a line does not end in LF alone");
  }
}
