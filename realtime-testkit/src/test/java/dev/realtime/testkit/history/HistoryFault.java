package dev.realtime.testkit.history;

import static dev.realtime.testkit.history.Steps.CH;
import static dev.realtime.testkit.history.Steps.at;
import static dev.realtime.testkit.history.Steps.deliver;
import static dev.realtime.testkit.history.Steps.end;
import static dev.realtime.testkit.history.Steps.numbered;
import static dev.realtime.testkit.history.Steps.publish;
import static dev.realtime.testkit.history.Steps.read;

import dev.realtime.Gap;
import dev.realtime.Start;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What makes a clean history of five messages break one invariant.
 *
 * @param others invariants that cannot but break too
 */
record HistoryFault(
    String name, Invariant invariant, Consumer<HistoryRecorder> run, List<String> others) {
  HistoryFault(String name, Invariant invariant, Consumer<HistoryRecorder> run) {
    this(name, invariant, run, List.of());
  }

  HistoryFault also(String other) {
    return new HistoryFault(name, invariant, run, List.of(other));
  }

  List<String> names() {
    return Stream.concat(Stream.of(invariant.name()), others.stream()).toList();
  }

  @Override
  public String toString() {
    return invariant + ": " + name;
  }

  static Stream<HistoryFault> all() {
    return Stream.of(
            disagreements(),
            disorder(),
            holes(),
            falseGaps(),
            publishOrder(),
            duplicates(),
            ghosts(),
            epochs(),
            ends(),
            HookFaults.all())
        .flatMap(Function.identity());
  }

  private static Stream<HistoryFault> disagreements() {
    return Stream.of(
        new HistoryFault(
            "two subscriptions got different messages at an offset",
            Invariant.AGREE,
            run -> {
              read(run, "s", 1, 2, 3);
              run.subStart("t", CH, Start.after(at("e", 0)));
              deliver(run, "t", "e", 1);
              run.deliver("t", CH, at("e", 2), "m3");
            }),
        new HistoryFault(
            "an acknowledgement names the offset of another message",
            Invariant.AGREE,
            run -> {
              publish(run, "x", "q", "mx", at("e", 2));
            }));
  }

  private static Stream<HistoryFault> disorder() {
    return Stream.of(
        new HistoryFault("out of order", Invariant.ORDER, run -> read(run, "s", 1, 3, 2))
            .also("GAPLESS"),
        new HistoryFault(
            "back to an epoch that was left",
            Invariant.ORDER,
            run -> {
              run.subStart("s", CH, Start.after(at("d", 0)));
              run.deliver("s", CH, at("e", 1), "m1");
              run.deliver("s", CH, at("d", 2), "m4");
            }),
        new HistoryFault("twice", Invariant.NODUP, run -> read(run, "s", 1, 2, 2, 3)));
  }

  private static Stream<HistoryFault> holes() {
    return Stream.of(
        new HistoryFault("a hole", Invariant.GAPLESS, run -> read(run, "s", 1, 3)),
        new HistoryFault(
            "a hole before a gap",
            Invariant.GAPLESS,
            run -> {
              read(run, "s", 1);
              run.gap("s", new Gap(at("e", 1), 3, 3, Gap.Reason.SKIPPED, at("e", 3)));
            }),
        new HistoryFault(
            "the first message is missing after sub_ready",
            Invariant.GAPLESS,
            run -> {
              run.subStart("s", CH, Start.latest());
              run.subReady("s", at("e", 0));
              deliver(run, "s", "e", 2, 3);
            }),
        new HistoryFault(
            "the first message is missing from the earliest",
            Invariant.GAPLESS,
            run -> {
              run.subStart("s", CH, Start.earliest());
              deliver(run, "s", "e", 2, 3);
            }));
  }

  private static Stream<HistoryFault> falseGaps() {
    return Stream.of(
        new HistoryFault(
            "a gap over what the log still has",
            Invariant.GAPTRUE,
            run -> {
              read(run, "s", 1);
              run.gap("s", new Gap(at("e", 1), 2, 2, Gap.Reason.TRIMMED, at("e", 2)));
            }),
        new HistoryFault(
            "a gap over what was delivered",
            Invariant.GAPTRUE,
            run -> {
              read(run, "s", 1, 2);
              run.gap("s", new Gap(at("e", 2), 2, 3, Gap.Reason.SKIPPED, at("e", 3)));
            }),
        new HistoryFault(
            "a gap that names less than it leaves out",
            Invariant.GAPTRUE,
            run -> {
              read(run, "s", 1);
              run.gap("s", new Gap(at("e", 1), 2, 2, Gap.Reason.SKIPPED, at("e", 3)));
            }));
  }

  private static Stream<HistoryFault> publishOrder() {
    return Stream.of(
        new HistoryFault(
            "calls of a publisher out of order",
            Invariant.FIFO,
            run -> {
              run.pubCall("x", "q", CH, "m5");
              publish(run, "y", "q", "m4", at("e", 4));
              run.pubAck("x", at("e", 5));
            }),
        new HistoryFault(
            "sequences out of order, times hidden by a retry",
            Invariant.FIFO,
            run -> {
              numbered(run, "x", "m5", 1);
              numbered(run, "y", "m4", 2);
              numbered(run, "x", "m5", 1);
            }),
        new HistoryFault(
            "published after an acknowledgement, stands before",
            Invariant.REALTIME,
            run -> {
              publish(run, "x", "q", "m5", at("e", 5));
              publish(run, "y", "r", "m4", at("e", 4));
            }));
  }

  private static Stream<HistoryFault> duplicates() {
    return Stream.of(
        new HistoryFault(
            "appended twice",
            Invariant.ONCE,
            run -> {
              run.pubCall("x", "q", CH, "mx");
              run.pubUnknown("x", "timeout");
              run.log(CH, at("e", 6), "mx");
              run.log(CH, at("e", 7), "mx");
              run.logEnd(CH, 1, at("e", 7));
            }),
        new HistoryFault(
            "acknowledged at another offset than it has",
            Invariant.ONCE,
            run -> {
              run.pubCall("again", "q", CH, "m3");
              run.pubAckDuplicate("again", at("e", 9));
            }),
        new HistoryFault(
            "two messages of one sequence",
            Invariant.ONCE,
            run -> {
              numbered(run, "x", "m4", 1);
              numbered(run, "y", "m5", 1);
            }));
  }

  private static Stream<HistoryFault> ghosts() {
    return Stream.of(
        new HistoryFault(
            "refused and there",
            Invariant.NOGHOST,
            run -> {
              run.pubCall("x", "q", CH, "m4");
              run.pubRefused("x", "429");
            }),
        new HistoryFault(
            "published by nobody",
            Invariant.NOGHOST,
            run -> {
              run.log(CH, at("e", 6), "ghost");
              run.logEnd(CH, 1, at("e", 6));
            }),
        new HistoryFault(
            "acknowledged and gone",
            Invariant.DURABLE,
            run -> {
              publish(run, "x", "q", "mx", at("e", 6));
            }),
        new HistoryFault(
            "acknowledged and gone with an epoch that the run did not end",
            Invariant.DURABLE,
            run -> {
              publish(run, "x", "q", "mx", at("d", 5));
            }));
  }

  private static Stream<HistoryFault> epochs() {
    return Stream.of(
        new HistoryFault(
            "a loss that no gap announced",
            Invariant.EPOCH,
            run -> {
              run.subStart("s", CH, Start.after(at("d", 1)));
              run.deliver("s", CH, at("d", 2), "m4");
              deliver(run, "s", "e", 3);
            }),
        new HistoryFault(
            "a reset of a position that is valid",
            Invariant.EPOCH,
            run -> {
              read(run, "s", 1, 2);
              run.gap("s", Gap.reset(at("e", 2), at("e", 0)));
            }),
        new HistoryFault(
            "a loss of what the log has",
            Invariant.EPOCH,
            run -> {
              read(run, "s", 1, 2, 3);
              run.gap("s", new Gap(at("e", 3), 3, 3, Gap.Reason.DIVERGED, at("e", 2)));
            }));
  }

  private static Stream<HistoryFault> ends() {
    return Stream.of(
        new HistoryFault(
            "the end before the head",
            Invariant.COMPLETE,
            run -> {
              read(run, "s", 1, 2, 3);
              end(run, "s");
            }),
        new HistoryFault(
            "other bytes",
            Invariant.PAYLOAD,
            run -> {
              run.subStart("s", CH, Start.after(at("e", 0)));
              run.deliver("s", CH, at("e", 1), "m1", "sum of others");
            }),
        new HistoryFault(
            "a message after the end",
            Invariant.ISOLATE,
            run -> {
              read(run, "s", 1, 2, 3, 4);
              run.subEndEarly("s");
              deliver(run, "s", "e", 5);
            }),
        new HistoryFault(
            "a message of another channel",
            Invariant.ISOLATE,
            run -> {
              read(run, "s", 1);
              run.deliver("s", "another", at("e", 2), "m2");
            }));
  }
}
