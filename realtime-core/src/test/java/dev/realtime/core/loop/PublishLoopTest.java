package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.RealtimeException;
import dev.realtime.Receipt;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class PublishLoopTest {
  private final FakePublishTransport wire = new FakePublishTransport();
  private final ManualTimers timers = new ManualTimers();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private int producers;

  @Test
  void callsMadeMeanwhileFormTheNextBatchInOrder() {
    PublishLoop loop = loop(1);

    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2", "3");
    wire.store(0, 1);
    drain();
    wire.store(1, 2);
    drain();

    assertThat(wire.sent).containsExactly("p1:1 1", "p1:2 2,3");
    assertThat(receipts).extracting(r -> r.join().position().offset()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void repeatsUnderTheSameSequenceWhenTheOutcomeIsUnknown() {
    PublishLoop loop = loop(1);
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1");

    wire.fail(0, cut());
    drain();
    timers.fire();
    drain();
    wire.store(1, 1);
    drain();

    assertThat(wire.sent).containsExactly("p1:1 1", "p1:1 1");
    assertThat(receipts.get(0).join().position().offset()).isEqualTo(1);
  }

  @Test
  void aRefusedQuestionForTheNextSequenceIsToldToEveryPublish() {
    wire.next =
        CompletableFuture.failedFuture(new RejectedException(ErrorCode.FORBIDDEN, "not you"));
    PublishLoop loop = loop(1);
    loop.awaitNextSequence();
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2");
    drain();

    assertThat(code(receipts.get(0))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(wire.sent).isEmpty();
  }

  @Test
  void aPublishIsGivenUpWhileTheNextSequenceIsNotKnown() {
    wire.next =
        CompletableFuture.failedFuture(
            new UnavailableException(ErrorCode.CONNECTION_LOST, "nobody is there"));
    PublishLoop loop = loop(1);
    loop.awaitNextSequence();
    drain();
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1");
    drain();
    assertThat(receipts.get(0)).isNotDone();

    timers.now = Duration.ofHours(1).toNanos();
    timers.fire();
    drain();

    assertThat(code(receipts.get(0))).isEqualTo(ErrorCode.CONNECTION_LOST);
  }

  @Test
  void laterBatchesNeverOvertakeOneThatIsRepeated() {
    PublishLoop loop = loop(2);
    publish(loop, "1", "2", "3");

    wire.fail(0, cut());
    wire.fail(1, new RejectedException(ErrorCode.OUT_OF_SEQUENCE, "expected 1", 1, null));
    drain();
    timers.fire();
    drain();

    assertThat(wire.sent).containsExactly("p1:1 1", "p1:2 2", "p1:1 1", "p1:2 2");
  }

  @Test
  void required_1_8_aMessageThatTheServerRejectsBlocksNoLaterOne() {
    PublishLoop loop = loop(1);
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2", "3");
    wire.store(0, 1);
    drain();

    wire.fail(1, new RejectedException(ErrorCode.PAYLOAD_TOO_LARGE, "2 is too large"));
    drain();
    wire.fail(2, new RejectedException(ErrorCode.PAYLOAD_TOO_LARGE, "2 is too large"));
    drain();
    wire.store(3, 2);
    drain();

    assertThat(wire.sent).containsExactly("p1:1 1", "p1:2 2,3", "p2:1 2", "p3:1 3");
    assertThat(code(receipts.get(1))).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(receipts.get(2).join().position().offset()).isEqualTo(2);
  }

  @Test
  void required_1_6_anUnknownProducerSendsNothingOfUnknownOutcomeAgain() {
    PublishLoop loop = loop(1);
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2");
    wire.fail(0, cut());
    drain();
    timers.fire();
    drain();

    wire.fail(1, new RejectedException(ErrorCode.UNKNOWN_PRODUCER, "unknown"));
    drain();

    assertThat(wire.sent).containsExactly("p1:1 1", "p1:1 1", "p2:1 2");
    assertThat(code(receipts.get(0))).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
  }

  @Test
  void overTheLimitInFlightIsUnavailable() {
    PublishLoop loop = loop(1);

    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2", "3", "4", "5");

    assertThat(code(receipts.get(4))).isEqualTo(ErrorCode.RATE_LIMITED);
  }

  @Test
  void anOversizePayloadIsRejectedBeforeItIsNumbered() {
    PublishLoop loop = loop(1);

    List<CompletableFuture<Receipt>> receipts = publish(loop, "x".repeat(101), "1");

    assertThat(code(receipts.get(0))).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(wire.sent).containsExactly("p1:1 1");
  }

  @Test
  void closeCompletesWhatIsInFlightOneWayOrTheOther() {
    PublishLoop loop = loop(1);
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2");

    loop.close();
    loop.close();
    drain();

    assertThat(code(receipts.get(0))).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
    assertThat(code(receipts.get(1))).isEqualTo(ErrorCode.CLOSED);
    assertThat(code(publish(loop, "3").get(0))).isEqualTo(ErrorCode.CLOSED);
  }

  @Test
  void required_1_8_aMessageThatCannotBeSentFailsAloneAndTheOthersGoOn() {
    wire.thrownBy = Map.of("2", new IllegalStateException("cannot be encoded"));
    PublishLoop loop = loop(1);
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2", "3");
    wire.store(0, 1);
    drain();
    wire.store(1, 2);
    drain();

    assertThat(wire.sent).containsExactly("p1:1 1", "p3:1 3");
    assertThat(receipts.get(0).join().position().offset()).isEqualTo(1);
    assertThat(receipts.get(1))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("cannot be encoded");
    assertThat(code(receipts.get(1))).isEqualTo(ErrorCode.CODEC);
    assertThat(receipts.get(2).join().position().offset()).isEqualTo(2);
  }

  @Test
  void required_1_11_anErrorWhileSendingComesThroughTheStageToo() {
    wire.thrownBy = Map.of("1", new StackOverflowError());
    PublishLoop loop = loop(1);
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1");
    publish(loop, "2");
    wire.store(0, 1);

    assertThat(code(receipts.get(0))).isEqualTo(ErrorCode.CODEC);
    assertThat(wire.sent).containsExactly("p2:1 2");
  }

  @Test
  void aFailureThatTheTransportThrowsIsTheFailureItThrows() {
    wire.thrownBy = Map.of("1", new RejectedException(ErrorCode.FORBIDDEN, "not you"));
    PublishLoop loop = loop(1);

    assertThat(code(publish(loop, "1").get(0))).isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void aQuestionForTheNextSequenceThatThrowsIsAskedAgain() {
    wire.nextThrown = new IllegalStateException("no such host");
    PublishLoop loop = loop(1);
    loop.awaitNextSequence();
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1");
    assertThat(receipts.get(0)).isNotDone();

    wire.nextThrown = null;
    timers.fire();
    drain();

    assertThat(wire.sent).containsExactly("p1:1 1");
  }

  @Test
  void anAnswerWithAPositionThatCannotBeFailsItsMessageAndTheOthersGoOn() {
    PublishLoop loop = loop(1);
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2", "3");
    wire.store(0, 1);
    drain();
    wire.store(1, Position.MAX_OFFSET);
    drain();
    publish(loop, "4");

    assertThat(receipts.get(1).join().position().offset()).isEqualTo(Position.MAX_OFFSET);
    assertThat(code(receipts.get(2))).isEqualTo(ErrorCode.PROTOCOL);
    assertThat(wire.sent).containsExactly("p1:1 1", "p1:2 2,3", "p1:4 4");
  }

  @Test
  void messagesThatWereTooMuchOnlyTogetherGoAloneAndTheNextTogether() {
    PublishLoop loop = loop(1);
    List<CompletableFuture<Receipt>> receipts = publish(loop, "1", "2", "3");
    wire.store(0, 1);
    drain();
    wire.fail(1, new RejectedException(ErrorCode.PAYLOAD_TOO_LARGE, "together"));
    drain();
    publish(loop, "4", "5");
    for (int request = 2; request < 4; request++) {
      wire.store(request, request);
      drain();
    }

    assertThat(wire.sent).containsExactly("p1:1 1", "p1:2 2,3", "p2:1 2", "p2:2 3", "p2:3 4,5");
    assertThat(receipts.get(2).join().position().offset()).isEqualTo(3);
  }

  @Test
  void required_1_13_aPublishThatMeetsTheCloseIsAnsweredThoughNobodyRunsItsTask() {
    PublishLoop loop = loop(1);
    timers.atLook =
        () -> {
          loop.close();
          drain();
        };

    CompletableFuture<Receipt> receipt =
        loop.publish(new NewEntry(Payload.json("1"), PublishOptions.defaults()))
            .toCompletableFuture();

    assertThat(tasks).hasSize(1);
    assertThat(code(receipt)).isEqualTo(ErrorCode.CLOSED);
  }

  private PublishLoop loop(int window) {
    wire.window = window;
    return new PublishLoop(
        "a/b",
        wire,
        new PublishLimits(4, 100, 1000, 100, Duration.ofMinutes(2)),
        tasks::add,
        timers,
        () -> "p" + ++producers,
        n -> Duration.ofMillis(n));
  }

  private List<CompletableFuture<Receipt>> publish(PublishLoop loop, String... data) {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    for (String text : data) {
      NewEntry entry = new NewEntry(Payload.json(text), PublishOptions.defaults());
      receipts.add(loop.publish(entry).toCompletableFuture());
    }
    drain();
    return receipts;
  }

  private void drain() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static UnavailableException cut() {
    return new UnavailableException(ErrorCode.CONNECTION_LOST, "cut", null, true, null);
  }

  private static ErrorCode code(CompletableFuture<Receipt> receipt) {
    assertThat(receipt).isCompletedExceptionally();
    return ((RealtimeException) receipt.handle((r, t) -> t).join()).code();
  }

  /** One timer at a time, fired by the test. */
  private static final class ManualTimers implements Timers {
    private Runnable task = () -> {};
    Runnable atLook = () -> {};
    long now;

    @Override
    public Runnable schedule(Duration delay, Runnable next) {
      task = next;
      return () -> task = () -> {};
    }

    void fire() {
      task.run();
    }

    @Override
    public long nanoTime() {
      atLook.run();
      return now;
    }
  }
}
