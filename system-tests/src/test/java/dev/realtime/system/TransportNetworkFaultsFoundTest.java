package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.Exchange;
import dev.realtime.system.FaultyEndTransport.Fault;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.tck.RecordingInlet;
import dev.realtime.testkit.tck.TransportDrainContract;
import dev.realtime.testkit.tck.TransportFaultContract;
import dev.realtime.testkit.tck.TransportFaultFixture;
import dev.realtime.testkit.tck.TransportLongPollContract;
import dev.realtime.testkit.tck.TransportShortPollContract;
import dev.realtime.testkit.tck.TransportStreamContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of the contracts over a network is broken by a transport that its test must find. */
class TransportNetworkFaultsFoundTest {
  private static TransportFaultFixture damaged(Transport kind, Fault fault) {
    TransportServerFixture sound = new TransportServerFixture(kind);
    return new Damaged(sound, new FaultyEndTransport(sound.transport(), fault));
  }

  private static void assertFound(ThrowingCallable test, String message) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void aTransportThatTellsOfALossAsIfAllWereWell(Transport kind) {
    TransportFaultContract wrong = () -> damaged(kind, Fault.CALM);

    assertFound(
        wrong::required_4_4_aResetAtAnyByteIsALossAndNeverADamagedBatch,
        "the end after a cut at byte 0");
    assertFound(
        wrong::required_4_4_anEarlyEndAtAnyByteIsALossAndNeverADamagedBatch,
        "the end after a cut at byte 0");
    assertFound(
        wrong::required_4_19_anAnswerThatIsNotUnderstoodIsJudgedByItsStatus, "the end after");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void aTransportThatMakesABatchOfACut(Transport kind) {
    TransportFaultContract wrong = () -> damaged(kind, Fault.GUESSING);

    assertFound(wrong::required_4_4_aResetAtAnyByteIsALossAndNeverADamagedBatch, "position=e:1");
  }

  @Test
  void aTransportThatDoesNotTellOfALoss() {
    TransportStreamContract stream = () -> damaged(Transport.SSE, Fault.HOPEFUL);
    TransportShortPollContract poll = () -> damaged(Transport.SHORT_POLLING, Fault.HOPEFUL);
    TransportLongPollContract calm = () -> damaged(Transport.LONG_POLLING, Fault.CALM);

    assertFound(stream::required_4_11_aSilentServerIsALoss, "for onEnd");
    assertFound(poll::required_4_11_anAnswerThatNeverComesIsALoss, "for onEnd");
    assertFound(calm::required_4_11_aRequestThatNeverArrivesIsALoss, "end Completed");
  }

  @Test
  void aTransportThatGoesOnWhereItWas() {
    TransportFaultContract wrong = () -> damaged(Transport.LONG_POLLING, Fault.REMEMBERING);

    assertFound(wrong::required_4_5_anyNodeServesAnExchangeFromThePositionAlone, "on node 1");
  }

  @Test
  void aTransportThatLeavesTheWishOfThePeerOut() {
    TransportDrainContract wrong = () -> damaged(Transport.SSE, Fault.WISHLESS);

    assertFound(
        wrong::required_4_21_aDrainIsTheEndInOrderWithAWishWhenToComeAgain,
        "no wish when to come again");
  }

  @Test
  void aLongPollThatDoesNotWait() {
    TransportLongPollContract wrong = () -> damaged(Transport.LONG_POLLING, Fault.HASTY);

    assertFound(wrong::required_4_13_aLongPollAnswersWhenAnEntryFollows, "the answer");
  }

  @Test
  void aPollThatGivesAnOldAnswer() {
    TransportShortPollContract wrong = () -> damaged(Transport.SHORT_POLLING, Fault.STALE);

    assertFound(
        wrong::required_4_12_aShortPollSeesWhatWasAcceptedBeforeIt, "a poll after the append of");
  }

  @Test
  void aPollThatFindsNothingAndDoesNotEnd() {
    TransportShortPollContract parks = () -> damaged(Transport.SHORT_POLLING, Fault.PARKING);
    TransportLongPollContract stays = () -> damaged(Transport.LONG_POLLING, Fault.PARKING);

    assertFound(
        parks::required_4_12_aShortPollAnswersAtOnceWithAtMostOneBatch, "waited PT3S for onEnd");
    assertFound(stays::required_4_13_aLongPollThatFindsNothingIsCompleted, "waited PT2S for onEnd");
  }

  @ParameterizedTest
  @EnumSource(names = {"SSE", "WEBSOCKET"})
  void aStreamThatTakesASlowHandlerForSilence(Transport kind) {
    TransportStreamContract wrong = () -> damaged(kind, Fault.IMPATIENT);

    assertFound(wrong::required_4_11_aSlowHandlerIsNotSilence, "end Lost[why=silent");
  }

  @Test
  void aStreamWhoseHeartbeatHasNoHead() {
    TransportStreamContract wrong = () -> damaged(Transport.SSE, Fault.HEADLESS);

    assertFound(wrong::required_4_11_aHeartbeatCarriesTheHead, "expected: <3> but was: <0>");
  }

  /** A sound fixture with a transport that is not. */
  private record Damaged(TransportFaultFixture sound, ClientTransport transport)
      implements TransportFaultFixture {
    @Override
    public ChannelLog log(String channel) {
      return sound.log(channel);
    }

    @Override
    public List<String> held() {
      return sound.held();
    }

    @Override
    public FaultProxy proxy() {
      return sound.proxy();
    }

    @Override
    public Duration heartbeat() {
      return sound.heartbeat();
    }

    @Override
    public Duration silence() {
      return sound.silence();
    }

    @Override
    public Exchange openAndWait(String channel, RecordingInlet inlet) {
      Exchange exchange = transport.open(channel, Start.after(Position.ORIGIN), inlet);
      if (transport.transport() == Transport.SSE) {
        inlet.awaitOpen();
      }
      return exchange;
    }

    @Override
    public void useNode(int number) {
      sound.useNode(number);
    }

    @Override
    public CompletionStage<Void> drain() {
      return sound.drain();
    }

    @Override
    public void close() {
      sound.close();
    }
  }
}
