package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each rule of the contracts of a server is broken by one that its test must find. */
class ServerFaultsFoundTest {
  private static ServerEventStreamContract stream(FakeStreamServer.Fault fault) {
    return () -> started(() -> FakeStreamServer.start(fault));
  }

  private static ServerFixture started(Callable<ServerFixture> server) {
    try {
      return server.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
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

  private static ServerSocketContract socket(FakeSocketServer.Fault fault) {
    return () -> started(() -> FakeSocketServer.start(fault));
  }

  @Test
  void aSocketServerThatIsRightButForItsFaultPasses() {
    ServerSocketContract right = socket(FakeSocketServer.Fault.NONE);

    right.required_4_15_oneBatchIsOneTextMessage();
    right.required_4_15_aFrameThatIsNoneClosesWithBadRequest("not json");
    right.required_4_15_aWrongFrameWithAnOpIsAnsweredAndTheSocketGoesOn("{'op':'x','ref':'late'}");
    right.required_4_11_aPingIsAnsweredWithItsContent();
    right.required_4_15_aBinaryFrameClosesWithBadRequest();
    right.required_4_15_anOversizedFrameClosesWithMessageTooLarge();
    right.required_4_15_aDrainClosesWithACodeToComeAgain();
  }

  @Test
  void aSocketWhoseBatchIsNotOneMessage() {
    assertFound(
        socket(FakeSocketServer.Fault.BATCH_OVER_TWO_MESSAGES)
            ::required_4_15_oneBatchIsOneTextMessage,
        "not one whole batch: {\"op\":\"batch\"");
    assertFound(
        socket(FakeSocketServer.Fault.TWO_BATCHES_IN_ONE_MESSAGE)
            ::required_4_15_oneBatchIsOneTextMessage,
        "not one whole batch: {\"op\":\"batch\"");
  }

  @Test
  void aSocketThatClosesAtEveryMistake() {
    ServerSocketContract strict = socket(FakeSocketServer.Fault.CLOSES_AT_EVERY_MISTAKE);

    assertFound(
        () ->
            strict.required_4_15_aWrongFrameWithAnOpIsAnsweredAndTheSocketGoesOn(
                "{'op':'x','ref':'late'}"),
        "the close: 4500 bad-request: no frame");
  }

  @Test
  void aSocketWhosePongHasNotTheContentOfThePing() {
    ServerSocketContract wrong = socket(FakeSocketServer.Fault.PONGS_WITHOUT_CONTENT);

    assertFound(wrong::required_4_11_aPingIsAnsweredWithItsContent, "the content");
  }

  @Test
  void aSocketWhoseCloseCodeSaysNothing() {
    ServerSocketContract polite = socket(FakeSocketServer.Fault.CLOSES_WITH_1000);

    assertFound(
        () -> polite.required_4_15_aFrameThatIsNoneClosesWithBadRequest("[]"),
        "expected: <4500 bad-request: > but was: <1000 bad-request: >");
    assertFound(
        polite::required_4_15_aBinaryFrameClosesWithBadRequest,
        "expected: <4500 bad-request> but was: <1000 bad-request>");
    assertFound(
        polite::required_4_15_anOversizedFrameClosesWithMessageTooLarge,
        "expected: <1009 > but was: <1000 >");
    assertFound(
        polite::required_4_15_aDrainClosesWithACodeToComeAgain,
        "expected: <4000 shutting-down> but was: <1000 shutting-down>");
  }

  private static ServerWebhookContract webhook(FakeWebhookServer.Fault fault) {
    return () -> started(() -> FakeWebhookServer.start(fault));
  }

  @Test
  void aWebhookServerThatIsRightButForItsFaultPasses() throws Exception {
    ServerWebhookContract right = webhook(FakeWebhookServer.Fault.NONE);

    right.required_4_16_aRetryHasTheSameIdAndBytesAndThePositionMovesOn2xxAlone();
    right.required_4_16_atMostOnePostOfASubscriptionIsUnderWay();
  }

  @Test
  void aWebhookThatMovesOnWithoutA2xx() {
    assertFound(
        webhook(FakeWebhookServer.Fault.MOVES_ON_500)
            ::required_4_16_aRetryHasTheSameIdAndBytesAndThePositionMovesOn2xxAlone,
        "the position of the attempt after the answer 500 ==> expected: <0:0>");
  }

  @Test
  void aWebhookWhoseRetryIsAnother() {
    assertFound(
        webhook(FakeWebhookServer.Fault.NEW_ID_ON_RETRY)
            ::required_4_16_aRetryHasTheSameIdAndBytesAndThePositionMovesOn2xxAlone,
        "the id of the attempt after the answer 500");
    assertFound(
        webhook(FakeWebhookServer.Fault.OTHER_BYTES_ON_RETRY)
            ::required_4_16_aRetryHasTheSameIdAndBytesAndThePositionMovesOn2xxAlone,
        "the body of the attempt after the answer 500");
  }

  @Test
  void aWebhookThatDoesNotWaitForTheAnswer() {
    assertFound(
        webhook(FakeWebhookServer.Fault.TWO_POSTS_AT_ONCE)
            ::required_4_16_atMostOnePostOfASubscriptionIsUnderWay,
        "deliveries before an answer: ");
  }

  @Test
  void aServerWhoseOutletSaysTooEarlyThatThePeerTookABatch() {
    ServerStalledPeerContract lying =
        () -> started(() -> FakeStreamServer.start(FakeStreamServer.Fault.LYING_ACK));

    assertFound(
        () ->
            lying.required_4_18_onlyWhatTheSocketTakesIsReadAndAStalledPeerIsCut(
                "Accept: text/event-stream"),
        "read to offset 1000 of 1000 for a peer that reads nothing");
  }
}
