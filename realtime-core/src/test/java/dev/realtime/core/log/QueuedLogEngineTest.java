package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.UnavailableException;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueuedLogEngineTest {
  private final UnavailableException lost =
      new UnavailableException(ErrorCode.CONNECTION_LOST, "lost", null, true, null);

  private final FakeAnswerEngine fake = new FakeAnswerEngine();
  private final ArrayDeque<Runnable> handedOver = new ArrayDeque<>();
  private final QueuedLogEngine engine = new QueuedLogEngine(fake, handedOver::add);
  private final ChannelLog log = engine.open("a");
  private final List<String> told = new ArrayList<>();

  @Test
  void oneAppendIsInFlightAndTheOthersFollowInTheOrderOfTheCalls() {
    append("1");
    append("2");
    appendTo(engine.open("a"), "3");

    assertThat(fake.started).containsExactly("a 1");
    fake.store();
    assertThat(fake.started).containsExactly("a 1", "a 2");
    assertThat(told).containsExactly("1 stored");
    fake.store();
    assertThat(fake.inFlight()).isEqualTo(1);
    fake.store();

    assertThat(fake.started).containsExactly("a 1", "a 2", "a 3");
    assertThat(told).containsExactly("1 stored", "2 stored", "3 stored");
    append("4");
    assertThat(fake.started).hasSize(4);
  }

  @Test
  void theAnswerOfALogThatAnswersAtOnceIsGivenAsItIs() {
    CompletableFuture<AppendResult> answer =
        CompletableFuture.completedFuture(FakeAnswerEngine.stored());
    fake.answers = () -> answer;

    assertThat(log.append(entry("1"))).isSameAs(answer);
    assertThat(log.append(entry("2"))).isSameAs(answer);
    assertThat(handedOver).isEmpty();
  }

  @Test
  void channelsDoNotWaitForEachOther() {
    append("1");
    append("2");
    appendTo(engine.open("b"), "3");

    assertThat(fake.started).containsExactly("a 1", "b 3");
  }

  @Test
  void aFailureIsToldBeforeTheNextAppendStarts() {
    append("1").whenComplete((stored, why) -> told.add("started by now " + fake.started.size()));
    append("2");

    fake.fail(lost);

    assertThat(told).containsExactly("1 lost", "started by now 1");
    assertThat(fake.started).containsExactly("a 1", "a 2");
    fake.store();
    assertThat(told).endsWith("2 stored");
  }

  @Test
  void theNextAppendStartsBeforeThatOfTheOneBeforeIsTold() {
    append("1").whenComplete((stored, why) -> told.add("started by now " + fake.started.size()));
    append("2");

    fake.store();

    assertThat(told).containsExactly("1 stored", "started by now 2");
  }

  @Test
  void anAppendThatIsRefusedLetsTheOthersGoOn() {
    append("1");
    append("2");
    append("3");
    fake.answers = () -> CompletableFuture.completedFuture(new AppendResult.OutOfSequence(7));

    fake.store();

    assertThat(told)
        .containsExactly("1 stored", "2 OutOfSequence[expected=7]", "3 OutOfSequence[expected=7]");
  }

  @Test
  void whatAnEngineThrowsIsAFailedStage() {
    Supplier<CompletionStage<AppendResult>> byHand = fake.answers;
    fake.answers =
        () -> {
          throw new IllegalStateException("broken");
        };

    append("1");
    fake.answers = byHand;
    append("2");
    append("3");
    append("4");
    fake.answers =
        () -> {
          throw new AssertionError("more broken");
        };
    fake.store();

    assertThat(told).containsExactly("1 broken", "2 stored", "3 more broken", "4 more broken");
    assertThat(fake.started).hasSize(4);
  }

  @Test
  void aStageOfAnotherKindIsWaitedFor() {
    CompletableFuture<AppendResult> first = new CompletableFuture<>();
    fake.answers = first::minimalCompletionStage;
    append("1");
    append("2");

    assertThat(fake.started).containsExactly("a 1");
    first.complete(FakeAnswerEngine.stored());
    append("3");

    assertThat(told).containsExactly("1 stored", "2 stored", "3 stored");
  }

  @Test
  void anAppendMadeWhileOneIsToldComesAfterThoseThatWait() {
    append("1").whenComplete((stored, why) -> append("4"));
    append("2");
    append("3");

    fake.store();
    fake.store();
    fake.store();
    fake.store();

    assertThat(fake.started).containsExactly("a 1", "a 2", "a 3", "a 4");
    assertThat(told).containsExactly("1 stored", "2 stored", "3 stored", "4 stored");
  }

  @Test
  void whatComesWhileALogAnswersWithinTheCallIsRunByTheExecutor() {
    CompletionStage<AppendResult> answer =
        CompletableFuture.completedFuture(FakeAnswerEngine.stored());
    fake.answers =
        () -> {
          if (fake.started.size() == 1) {
            append("2");
            append("3");
          }
          return answer;
        };

    append("1");

    assertThat(fake.started).containsExactly("a 1");
    assertThat(told).containsExactly("1 stored");
    append("4");
    handedOver.remove().run();
    assertThat(fake.started).containsExactly("a 1", "a 2", "a 3", "a 4");
    assertThat(told).containsExactly("1 stored", "2 stored", "3 stored", "4 stored");
    assertThat(handedOver).isEmpty();
  }

  @Test
  void theTurnIsFreeBeforeTheStoredOfOneRunAreTold() {
    append("1");
    append("2").whenComplete((stored, why) -> append("4"));
    append("3");
    fake.answers = () -> CompletableFuture.completedFuture(FakeAnswerEngine.stored());

    fake.store();

    assertThat(fake.started).containsExactly("a 1", "a 2", "a 3", "a 4");
    assertThat(told).containsExactly("1 stored", "2 stored", "4 stored", "3 stored");
  }

  @Test
  void aHundredThousandAppendsEachMadeInTheAnswerOfTheLastNeedNoStack() {
    CompletionStage<AppendResult> answer =
        CompletableFuture.completedFuture(FakeAnswerEngine.stored()).minimalCompletionStage();
    append("first");
    appendAfter(50_000);
    appendAfter(50_000);
    fake.answers = () -> answer;

    fake.store();

    assertThat(fake.started).hasSize(100_001);
    assertThat(told).hasSize(100_001).endsWith("1 stored", "1 stored");
  }

  /** Two of these keep each other waiting: else it would be the caller that calls itself. */
  private void appendAfter(int count) {
    if (count > 0) {
      append("" + count).thenRun(() -> appendAfter(count - 1));
    }
  }

  @Test
  void aHundredThousandAppendsEachMadeInTheCallOfTheLastNeedNoStack() {
    CompletionStage<AppendResult> answer =
        CompletableFuture.completedFuture(FakeAnswerEngine.stored());
    fake.answers =
        () -> {
          if (fake.started.size() < 100_000) {
            append("n");
          }
          return answer;
        };

    append("n");
    handedOver.remove().run();

    assertThat(told).hasSize(100_000);
    assertThat(handedOver).isEmpty();
  }

  @Test
  void oneAppendMoreThanMayWaitIsUnavailableAndNotStored() {
    append("1");
    for (int i = 0; i < AppendQueue.MAX_WAITING; i++) {
      append("w");
    }

    UnavailableException full = unavailable(log.append(entry("over")));

    assertThat(full.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(full.outcomeUnknown()).isFalse();
    assertThat(full)
        .hasMessage(
            "1024 appends of 1024 bytes wait for the log of a,"
                + " expected at most 1024 of 16777216");
    appendTo(engine.open("b"), "1");
    fake.store();
    append("fits");
    while (fake.inFlight() > 0) {
      fake.store();
    }
    assertThat(fake.started).endsWith("a fits").doesNotContain("a over");
    assertThat(told).hasSize(AppendQueue.MAX_WAITING + 3);
  }

  @Test
  void moreBytesThanMayWaitAreUnavailable() {
    String tooMany = "x".repeat((int) AppendQueue.MAX_WAITING_BYTES + 1);
    append("1");
    CompletionStage<AppendResult> alone = log.append(entry(tooMany));

    UnavailableException full = unavailable(log.append(entry("2")));

    assertThat(full.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    fake.store();
    append("fits");
    fake.store();
    assertThat(alone.toCompletableFuture()).isCompleted();
    fake.store();
    assertThat(told).containsExactly("1 stored", "fits stored");
  }

  @Test
  void closingFailsWhatWaitsAndWhatTheEngineLeavesWithoutAnAnswer() {
    CompletionStage<AppendResult> inFlight = log.append(entry("1"));
    CompletionStage<AppendResult> waiting = log.append(entry("2"));

    engine.close();

    assertThat(fake.closed).isTrue();
    assertThat(unavailable(waiting).outcomeUnknown()).isFalse();
    assertThat(unavailable(waiting).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    assertThat(unavailable(inFlight).outcomeUnknown()).isTrue();
    fake.store();
    assertThat(unavailable(log.append(entry("3"))).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    assertThat(unavailable(engine.open("b").append(entry("4"))).outcomeUnknown()).isFalse();
    assertThat(fake.started).containsExactly("a 1");
  }

  @Test
  void queuesThatAreIdleGoWhenAsManyMoreHaveCome() {
    append("1");
    append("2");
    ChannelLog idle = engine.open("idle");
    appendTo(idle, "1");
    fake.answers = () -> CompletableFuture.completedFuture(FakeAnswerEngine.stored());

    for (int i = 0; i < 5_000; i++) {
      appendTo(engine.open("c" + i), "1");
    }

    assertThat(engine.queues()).isLessThan(2_000);
    appendTo(idle, "2");
    assertThat(fake.started).endsWith("c4999 1");
    fake.store();
    fake.store();
    assertThat(fake.started).contains("a 2", "idle 2");
    appendTo(engine.open("c0"), "2");
    assertThat(fake.started).endsWith("c0 2");
  }

  private CompletionStage<AppendResult> append(String text) {
    return appendTo(log, text);
  }

  /** Notes what is told of an append, which is named by its text. */
  private CompletionStage<AppendResult> appendTo(ChannelLog to, String text) {
    return to.append(entry(text))
        .whenComplete((result, failure) -> told.add(text + " " + outcome(result, failure)));
  }

  private static String outcome(@Nullable AppendResult result, @Nullable Throwable failure) {
    if (failure != null) {
      return String.valueOf(failure.getMessage());
    }
    return result instanceof AppendResult.Stored ? "stored" : String.valueOf(result);
  }

  private static UnavailableException unavailable(CompletionStage<AppendResult> stage) {
    return (UnavailableException)
        stage.toCompletableFuture().handle((result, failure) -> failure).join();
  }

  private static Append entry(String text) {
    return Append.anonymous(
        List.of(new NewEntry(Payload.of(text, "text/plain"), PublishOptions.defaults())));
  }
}
