package dev.realtime.testkit.history;

import static dev.realtime.testkit.history.Steps.CH;
import static dev.realtime.testkit.history.Steps.at;
import static dev.realtime.testkit.history.Steps.deliver;
import static dev.realtime.testkit.history.Steps.end;
import static dev.realtime.testkit.history.Steps.log;
import static dev.realtime.testkit.history.Steps.publish;
import static dev.realtime.testkit.history.Steps.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryCheckerTest {
  @TempDir Path directory;

  @Test
  void aCleanHistoryPasses() {
    Verdict verdict =
        check(
            run -> {
              run.durableChannel(CH);
              run.subStart("s", CH, Start.latest());
              run.conn("s", "sse");
              run.subReady("s", at("e", 0));
              publish(run, 1, 2, 3);
              run.pubCall("in doubt, stored", "p", CH, "m4");
              run.pubUnknown("in doubt, stored", "timeout");
              run.pubCall("in doubt, not stored", "p", CH, "mX");
              run.pubUnknown("in doubt, not stored", "timeout");
              run.pubCall("refused", "p", CH, "mY");
              run.pubRefused("refused", "429");
              deliver(run, "s", "e", 1, 2, 3);
              run.disc("s", "sse");
              run.conn("s", "ws");
              deliver(run, "s", "e", 4);
              run.subStart("late", CH, Start.after(at("e", 3)));
              deliver(run, "late", "e", 4);
              end(run, "s", "late");
              log(run, "e", 1, 4);
            });

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.notes()).isEmpty();
    assertThat(verdict.counts()).isEqualTo(new Verdict.Counts(6, 3, 5, 0, 0, 0, 0, 1));
    assertThat(verdict.toString()).startsWith("PASSED\npublished 6, acknowledged 3, delivered 5");
  }

  @Test
  void announcedLossAndTrimmingPass() {
    Verdict verdict =
        check(
            run -> {
              run.memoryChannel(CH);
              publish(run, 1, 2, 3, 4, 5);
              run.subStart("s", CH, Start.after(at("e", 1)));
              run.gap("s", new Gap(at("e", 1), 2, 2, Gap.Reason.TRIMMED, at("e", 2)));
              deliver(run, "s", "e", 3, 4, 5);
              run.fault("server kill -9");
              run.epoch(CH, "f", "restart");
              run.gap("s", new Gap(at("e", 5), 4, 5, Gap.Reason.DIVERGED, at("e", 3)));
              publish(run, "again", "p", "again", at("f", 4));
              run.deliver("s", CH, at("f", 4), "again");
              run.subStart("old", CH, Start.after(at("d", 9)));
              run.gap("old", Gap.reset(at("d", 9), at("e", 2)));
              deliver(run, "old", "e", 3);
              run.deliver("old", CH, at("f", 4), "again");
              end(run, "s", "old");
              run.log(CH, at("e", 3), "m3");
              run.log(CH, at("f", 4), "again");
              run.logEnd(CH, 3, at("f", 4));
            });

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.counts().gaps()).isEqualTo(3);
  }

  static Stream<HistoryFault> faults() {
    return HistoryFault.all();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsNamed(HistoryFault fault) {
    Verdict verdict =
        check(
            run -> {
              run.durableChannel(CH);
              publish(run, 1, 2, 3);
              run.pubCall("in doubt 4", "p4", CH, "m4");
              run.pubCall("in doubt 5", "p5", CH, "m5");
              log(run, "e", 1, 5);
              fault.run().accept(run);
            });

    assertThat(verdict.violations().stream().map(v -> v.invariant().name()).distinct())
        .as(verdict.toString())
        .containsExactlyInAnyOrderElementsOf(fault.names());
    assertThat(verdict.violations())
        .allMatch(v -> v.channel().equals(CH) && v.where().startsWith("history.jsonl:"));
    assertThat(verdict.toString())
        .startsWith("FAILED\n")
        .contains("\n" + fault.invariant() + " a/b");
  }

  @Test
  void realtimeIsNotJudgedWithoutACommonClock() {
    Path file =
        record(
            run -> {
              publish(run, "x", "q", "m2", at("e", 2));
              publish(run, "y", "r", "m1", at("e", 1));
            });

    assertThat(HistoryChecker.check(List.of(file)).passed()).isFalse();
    assertThat(HistoryChecker.checkWithoutCommonClock(List.of(file)).passed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "40, true, PASSED",
    "41, true, 'COMPLETE a/b e:3 subscription s (history.jsonl:13): was reached PT41S after"
        + " publishers and faults were over, allowed is at most PT40S'",
    "41, false, 'COMPLETE a/b e:3 subscription s (history.jsonl:13): was reached PT41S'",
  })
  void theHeadIsReachedWithinTenSecondsAndTheBackoffCap(
      long seconds, boolean complete, String expected) {
    Path file = caughtUpAfter(seconds, true, complete);

    assertThat(HistoryChecker.check(List.of(file)).toString()).contains(expected);
    assertThat(HistoryChecker.checkWithoutCommonClock(List.of(file)).passed()).isTrue();
  }

  @Test
  void theBackoffCapIsThatOfTheClient() {
    Path file = caughtUpAfter(12, true, true);

    assertThat(HistoryChecker.check(List.of(file), Duration.ofSeconds(2)).passed()).isTrue();
    assertThat(HistoryChecker.check(List.of(file), Duration.ofSeconds(1)).toString())
        .contains("was reached PT12S", "allowed is at most PT11S");
  }

  @ParameterizedTest
  @CsvSource({"40, 0", "41, 1"})
  void aSubscriptionThatIsClosedBeforeTheHeadHadNotTheTime(long seconds, int violations) {
    Path file = caughtUpAfter(seconds, false, false);

    assertThat(HistoryChecker.check(List.of(file)).violations()).hasSize(violations);
  }

  /** A run whose last message is delivered, if at all, so long after the last fault. */
  private Path caughtUpAfter(long seconds, boolean delivered, boolean complete) {
    AtomicLong now = new AtomicLong();
    Path file = directory.resolve("history.jsonl");
    try (HistoryRecorder run = HistoryRecorder.to(file, now::get)) {
      run.durableChannel(CH);
      read(run, "s", 1);
      publish(run, 1, 2, 3);
      now.addAndGet(Duration.ofMinutes(1).toNanos());
      deliver(run, "s", "e", 2);
      run.fault("the partition is over");
      now.addAndGet(Duration.ofSeconds(seconds).toNanos());
      if (delivered) {
        deliver(run, "s", "e", 3);
      }
      if (complete) {
        run.subEndComplete("s");
      } else {
        run.subEndEarly("s");
      }
      log(run, "e", 1, 3);
    }
    return file;
  }

  @Test
  void whatTheHistoryDoesNotTellIsNoted() {
    Verdict verdict = check(run -> read(run, "s", 1));

    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.notes())
        .containsExactly(
            "a/b: the log was not read; DURABLE and COMPLETE not judged",
            "subscription s has no end; COMPLETE not judged");
  }

  @Test
  void aReportShowsTenViolationsOfAnInvariant() {
    Verdict verdict =
        check(
            run -> {
              run.subStart("s", CH, Start.after(at("e", 0)));
              for (int off = 2; off <= 40; off += 2) {
                deliver(run, "s", "e", off);
              }
            });

    assertThat(verdict.violations()).hasSize(20);
    assertThat(verdict.counts().lost()).isEqualTo(20);
    assertThat(verdict.toString()).contains("GAPLESS … and 10 more");
  }

  private Verdict check(Consumer<HistoryRecorder> run) {
    return HistoryChecker.check(List.of(record(run)));
  }

  private Path record(Consumer<HistoryRecorder> run) {
    Path file = directory.resolve("history.jsonl");
    try (HistoryRecorder recorder = HistoryRecorder.to(file, new AtomicLong()::incrementAndGet)) {
      run.accept(recorder);
    }
    return file;
  }
}
