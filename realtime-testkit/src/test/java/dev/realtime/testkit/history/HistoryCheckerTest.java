package dev.realtime.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.Start;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryCheckerTest {
  private static final String CH = "a/b";

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
              run.pubCall("again", "p", CH, "again");
              run.pubAck("again", at("f", 4));
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

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault(
            "two subscriptions got different messages at an offset",
            Invariant.AGREE,
            run -> {
              read(run, "s", 1, 2, 3);
              run.subStart("t", CH, Start.after(at("e", 0)));
              deliver(run, "t", "e", 1);
              run.deliver("t", CH, at("e", 2), "m3");
            }),
        new Fault(
            "an acknowledgement names the offset of another message",
            Invariant.AGREE,
            run -> {
              run.pubCall("x", "q", CH, "mx");
              run.pubAck("x", at("e", 2));
            }),
        new Fault("out of order", Invariant.ORDER, run -> read(run, "s", 1, 3, 2)).also("GAPLESS"),
        new Fault(
            "back to an epoch that was left",
            Invariant.ORDER,
            run -> {
              run.subStart("s", CH, Start.after(at("d", 0)));
              run.deliver("s", CH, at("e", 1), "m1");
              run.deliver("s", CH, at("d", 2), "m4");
            }),
        new Fault("a hole", Invariant.GAPLESS, run -> read(run, "s", 1, 3)),
        new Fault(
            "a hole before a gap",
            Invariant.GAPLESS,
            run -> {
              read(run, "s", 1);
              run.gap("s", new Gap(at("e", 1), 3, 3, Gap.Reason.SKIPPED, at("e", 3)));
            }),
        new Fault(
            "the first message is missing after sub_ready",
            Invariant.GAPLESS,
            run -> {
              run.subStart("s", CH, Start.latest());
              run.subReady("s", at("e", 0));
              deliver(run, "s", "e", 2, 3);
            }),
        new Fault(
            "the first message is missing from the earliest",
            Invariant.GAPLESS,
            run -> {
              run.subStart("s", CH, Start.earliest());
              deliver(run, "s", "e", 2, 3);
            }),
        new Fault(
            "a gap over what the log still has",
            Invariant.GAPTRUE,
            run -> {
              read(run, "s", 1);
              run.gap("s", new Gap(at("e", 1), 2, 2, Gap.Reason.TRIMMED, at("e", 2)));
            }),
        new Fault(
            "a gap over what was delivered",
            Invariant.GAPTRUE,
            run -> {
              read(run, "s", 1, 2);
              run.gap("s", new Gap(at("e", 2), 2, 3, Gap.Reason.SKIPPED, at("e", 3)));
            }),
        new Fault(
            "a gap that names less than it leaves out",
            Invariant.GAPTRUE,
            run -> {
              read(run, "s", 1);
              run.gap("s", new Gap(at("e", 1), 2, 2, Gap.Reason.SKIPPED, at("e", 3)));
            }),
        new Fault("twice", Invariant.NODUP, run -> read(run, "s", 1, 2, 2, 3)),
        new Fault(
            "calls of a publisher out of order",
            Invariant.FIFO,
            run -> {
              run.pubCall("x", "q", CH, "m5");
              run.pubCall("y", "q", CH, "m4");
              run.pubAck("y", at("e", 4));
              run.pubAck("x", at("e", 5));
            }),
        new Fault(
            "sequences out of order, times hidden by a retry",
            Invariant.FIFO,
            run -> {
              numbered(run, "x", "m5", 1);
              numbered(run, "y", "m4", 2);
              numbered(run, "x", "m5", 1);
            }),
        new Fault(
            "published after an acknowledgement, stands before",
            Invariant.REALTIME,
            run -> {
              run.pubCall("x", "q", CH, "m5");
              run.pubAck("x", at("e", 5));
              run.pubCall("y", "r", CH, "m4");
              run.pubAck("y", at("e", 4));
            }),
        new Fault(
            "appended twice",
            Invariant.ONCE,
            run -> {
              run.pubCall("x", "q", CH, "mx");
              run.pubUnknown("x", "timeout");
              run.log(CH, at("e", 6), "mx");
              run.log(CH, at("e", 7), "mx");
              run.logEnd(CH, 1, at("e", 7));
            }),
        new Fault(
            "acknowledged at another offset than it has",
            Invariant.ONCE,
            run -> {
              run.pubCall("again", "q", CH, "m3");
              run.pubAckDuplicate("again", at("e", 9));
            }),
        new Fault(
            "two messages of one sequence",
            Invariant.ONCE,
            run -> {
              numbered(run, "x", "m4", 1);
              numbered(run, "y", "m5", 1);
            }),
        new Fault(
            "refused and there",
            Invariant.NOGHOST,
            run -> {
              run.pubCall("x", "q", CH, "m4");
              run.pubRefused("x", "429");
            }),
        new Fault(
            "published by nobody",
            Invariant.NOGHOST,
            run -> {
              run.log(CH, at("e", 6), "ghost");
              run.logEnd(CH, 1, at("e", 6));
            }),
        new Fault(
            "acknowledged and gone",
            Invariant.DURABLE,
            run -> {
              run.pubCall("x", "q", CH, "mx");
              run.pubAck("x", at("e", 6));
            }),
        new Fault(
            "acknowledged and gone with an epoch that the run did not end",
            Invariant.DURABLE,
            run -> {
              run.pubCall("x", "q", CH, "mx");
              run.pubAck("x", at("d", 5));
            }),
        new Fault(
            "a loss that no gap announced",
            Invariant.EPOCH,
            run -> {
              run.subStart("s", CH, Start.after(at("d", 1)));
              run.deliver("s", CH, at("d", 2), "m4");
              deliver(run, "s", "e", 3);
            }),
        new Fault(
            "a reset of a position that is valid",
            Invariant.EPOCH,
            run -> {
              read(run, "s", 1, 2);
              run.gap("s", Gap.reset(at("e", 2), at("e", 0)));
            }),
        new Fault(
            "a loss of what the log has",
            Invariant.EPOCH,
            run -> {
              read(run, "s", 1, 2, 3);
              run.gap("s", new Gap(at("e", 3), 3, 3, Gap.Reason.DIVERGED, at("e", 2)));
            }),
        new Fault(
            "the end before the head",
            Invariant.COMPLETE,
            run -> {
              read(run, "s", 1, 2, 3);
              end(run, "s");
            }),
        new Fault(
            "other bytes",
            Invariant.PAYLOAD,
            run -> {
              run.subStart("s", CH, Start.after(at("e", 0)));
              run.deliver("s", CH, at("e", 1), "m1", "sum of others");
            }));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsNamed(Fault fault) {
    Verdict verdict =
        check(
            run -> {
              run.durableChannel(CH);
              publish(run, 1, 2, 3);
              run.pubCall("in doubt 4", "p4", CH, "m4");
              run.pubCall("in doubt 5", "p5", CH, "m5");
              log(run, "e", 1, 5);
              fault.run.accept(run);
            });

    assertThat(verdict.violations().stream().map(v -> v.invariant().name()).distinct())
        .as(verdict.toString())
        .containsExactlyInAnyOrderElementsOf(fault.names());
    assertThat(verdict.violations())
        .allMatch(v -> v.channel().equals(CH) && v.where().startsWith("history.jsonl:"));
    assertThat(verdict.toString()).startsWith("FAILED\n").contains("\n" + fault.invariant + " a/b");
  }

  @Test
  void realtimeIsNotJudgedWithoutACommonClock() {
    Path file =
        record(
            run -> {
              run.pubCall("x", "q", CH, "m2");
              run.pubAck("x", at("e", 2));
              run.pubCall("y", "r", CH, "m1");
              run.pubAck("y", at("e", 1));
            });

    assertThat(HistoryChecker.check(List.of(file)).passed()).isFalse();
    assertThat(HistoryChecker.checkWithoutCommonClock(List.of(file)).passed()).isTrue();
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

  record Fault(
      String name, Invariant invariant, Consumer<HistoryRecorder> run, List<String> others) {
    Fault(String name, Invariant invariant, Consumer<HistoryRecorder> run) {
      this(name, invariant, run, List.of());
    }

    Fault also(String other) {
      return new Fault(name, invariant, run, List.of(other));
    }

    List<String> names() {
      return Stream.concat(Stream.of(invariant.name()), others.stream()).toList();
    }

    @Override
    public String toString() {
      return invariant + ": " + name;
    }
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

  private static void publish(HistoryRecorder run, int... offsets) {
    for (int off : offsets) {
      run.pubCall("op" + off, "p", CH, "m" + off, "sum" + off);
      run.pubAck("op" + off, at("e", off));
    }
  }

  private static void numbered(HistoryRecorder run, String op, String mid, long seq) {
    run.record(
        new HistoryEvent.PublishCalled(run.now(), op, "pub " + op, CH, mid, "pid", seq, null));
  }

  private static void read(HistoryRecorder run, String subscription, int... offsets) {
    run.subStart(subscription, CH, Start.after(at("e", 0)));
    deliver(run, subscription, "e", offsets);
  }

  private static void deliver(
      HistoryRecorder run, String subscription, String epoch, int... offsets) {
    for (int off : offsets) {
      run.deliver(subscription, CH, at(epoch, off), "m" + off);
    }
  }

  private static void end(HistoryRecorder run, String... subscriptions) {
    for (String subscription : subscriptions) {
      run.subEndComplete(subscription);
    }
  }

  private static void log(HistoryRecorder run, String epoch, int first, int last) {
    for (int off = first; off <= last; off++) {
      run.log(CH, at(epoch, off), "m" + off);
    }
    run.logEnd(CH, first, at(epoch, last));
  }

  private static Position at(String epoch, long offset) {
    return new Position(epoch, offset);
  }
}
