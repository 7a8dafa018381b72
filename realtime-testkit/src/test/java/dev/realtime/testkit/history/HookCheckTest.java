package dev.realtime.testkit.history;

import static dev.realtime.testkit.history.HookFaults.hook;
import static dev.realtime.testkit.history.HookFaults.messages;
import static dev.realtime.testkit.history.HookFaults.start;
import static dev.realtime.testkit.history.Steps.CH;
import static dev.realtime.testkit.history.Steps.at;
import static dev.realtime.testkit.history.Steps.end;
import static dev.realtime.testkit.history.Steps.log;
import static dev.realtime.testkit.history.Steps.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Start;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link HistoryCheckerTest} does for all invariants, {@link HookFaults} do for these. */
class HookCheckTest {
  @TempDir Path directory;

  @Test
  void retriesGrowingBatchesAndExcusedRepeatsPass() {
    Verdict verdict =
        check(
            run -> {
              start(run);
              hook(run, 500, 1, 2);
              hook(run, 429, 1, 2);
              hook(run, 200, 1, 2);
              run.fault("answer lost");
              hook(run, 200, 1, 2);
              hook(run, 413, 3, 4, 5);
              hook(run, 503, 3);
              run.fault("sender kill -9");
              hook(run, 200, 3, 4);
              run.fault("sender kill -9");
              hook(run, 500, 3, 4, 5);
              hook(run, 200, 3, 4, 5);
              end(run, "s");
            });

    assertThat(verdict.toString()).startsWith("PASSED");
    assertThat(verdict.notes()).isEmpty();
  }

  @Test
  void aFaultStrikesTheRequestUnderWayInWhateverOrderTheyAreWrittenDown() {
    Verdict verdict =
        check(
            run -> {
              start(run);
              hook(run, 200, 1);
              run.fault("answer late:s");
              hook(run, 200, 2, 3);
              hook(run, 500, 2, 3);
              hook(run, 200, 2, 3, 4);
              run.fault("receiver restart");
              hook(run, 200, 5);
              hook(run, 200, 5);
              end(run, "s");
            });

    assertThat(verdict.toString()).startsWith("PASSED");
  }

  @Test
  void aCrashOfTheSenderExcusesARepeatOfEachSubscription() {
    Verdict verdict =
        check(
            run -> {
              for (String subscription : List.of("s", "t")) {
                run.hook(subscription, CH, "id of " + subscription, 200, "b", messages(1));
              }
              run.fault("sender kill -9");
              for (String subscription : List.of("s", "t")) {
                run.hook(subscription, CH, "id of " + subscription, 200, "b", messages(1));
              }
            });

    assertThat(verdict.toString()).startsWith("PASSED");
  }

  @Test
  void whatWasGivenUpIsNotMissedAlsoWhenThatIsToldLater() {
    Verdict verdict =
        check(
            run -> {
              start(run);
              hook(run, 400, 1, 2);
              hook(run, 400, 1);
              hook(run, 200, 2);
              run.hookDead("s", CH, at("e", 1));
              hook(run, 422, 3);
              hook(run, 200, 4, 5);
              run.hookDead("s", CH, at("e", 3));
              run.hookReplay("s", CH, "s_e_1-1", 200, "other bytes", messages(1));
              run.hookReplay("s", CH, "s_e_1-1", 200, "other bytes", messages(1));
              end(run, "s");
            });

    assertThat(verdict.toString()).startsWith("PASSED");
  }

  @Test
  void aGapSettlesWhatItNames() {
    Verdict verdict =
        check(
            run -> {
              start(run);
              hook(run, 200, 1);
              run.gap("s", new Gap(at("e", 1), 2, 3, Gap.Reason.SKIPPED, at("e", 3)));
              hook(run, 200, 4, 5);
              end(run, "s");
            });

    assertThat(verdict.toString()).startsWith("PASSED");
  }

  @Test
  void aSubscriptionOfRequestsAndCallbacksIsJudgedByBoth() {
    Verdict verdict =
        check(
            run -> {
              start(run);
              run.deliver("s", CH, at("e", 1), "m1");
              hook(run, 200, 1, 2, 3, 4, 5);
              end(run, "s");
            });

    assertThat(verdict.violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.COMPLETE);
  }

  @Test
  void anEpochThatFollowsBeginsWhereItsFirstRequestDoes() {
    Verdict verdict =
        check(
            run -> {
              run.subStart("s", CH, Start.after(at("d", 7)));
              run.hook("s", CH, "old", 200, "b", Map.of(at("d", 8), "gone"));
              hook(run, 200, 1, 2, 3, 4, 5);
            });

    assertThat(verdict.violations())
        .noneMatch(violation -> violation.invariant() == Invariant.HOOKORD);
    assertThat(verdict.notes()).contains("subscription s has no end; HOOK1 not judged");
  }

  @Test
  void aViolationReadsAsASentence() {
    Verdict verdict =
        check(
            run -> {
              start(run);
              hook(run, 500, 1, 2);
              hook(run, 200, 3);
              hook(run, "other", 200, "b", 1, 2);
              end(run, "s");
            });

    assertThat(verdict.violations())
        .extracting(Violation::toString)
        .containsExactly(
            "HOOKORD a/b e:3..e:3 subscription s (history.jsonl:20): e:3 was sent before e:1 was"
                + " answered 2xx or given up",
            "HOOKID a/b e:1..e:2 subscription s (history.jsonl:21): expected the id s_e_1-2 as at"
                + " history.jsonl:18, found other",
            "HOOK1 a/b e:4 subscription s (history.jsonl:14): m4 was neither answered 2xx nor"
                + " dead-lettered",
            "HOOK1 a/b e:5 subscription s (history.jsonl:15): m5 was neither answered 2xx nor"
                + " dead-lettered");
  }

  private Verdict check(Consumer<HistoryRecorder> run) {
    Path file = directory.resolve("history.jsonl");
    try (HistoryRecorder recorder = HistoryRecorder.to(file, new AtomicLong()::incrementAndGet)) {
      publish(recorder, 1, 2, 3, 4, 5);
      log(recorder, "e", 1, 5);
      run.accept(recorder);
    }
    return HistoryChecker.check(List.of(file));
  }
}
