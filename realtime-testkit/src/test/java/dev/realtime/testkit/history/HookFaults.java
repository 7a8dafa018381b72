package dev.realtime.testkit.history;

import static dev.realtime.testkit.history.Steps.CH;
import static dev.realtime.testkit.history.Steps.at;
import static dev.realtime.testkit.history.Steps.end;

import dev.realtime.Position;
import dev.realtime.Start;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What makes a clean history of webhooks break an invariant. */
final class HookFaults {
  private HookFaults() {}

  /** An attempt with the messages of an epoch {@code e}, with the id that belongs to them. */
  static void hook(HistoryRecorder run, int status, int... offsets) {
    String id = "s_e_" + offsets[0] + "-" + offsets[offsets.length - 1];
    hook(run, id, status, "bytes of " + id, offsets);
  }

  static void hook(HistoryRecorder run, String id, int status, String body, int... offsets) {
    run.hook("s", CH, id, status, body, messages(offsets));
  }

  static Map<Position, String> messages(int... offsets) {
    Map<Position, String> messages = new LinkedHashMap<>();
    for (int off : offsets) {
      messages.put(at("e", off), "m" + off);
    }
    return messages;
  }

  static void start(HistoryRecorder run) {
    run.subStart("s", CH, Start.after(at("e", 0)));
  }

  static Stream<HistoryFault> all() {
    return Stream.concat(Stream.concat(losses(), ids()), Stream.concat(orders(), repeats()));
  }

  private static Stream<HistoryFault> losses() {
    return Stream.of(
        new HistoryFault(
            "the last message was never taken",
            Invariant.HOOK1,
            run -> {
              start(run);
              hook(run, 200, 1, 2, 3, 4);
              hook(run, 500, 5);
              end(run, "s");
            }),
        new HistoryFault(
                "a message is missing in the middle of a request",
                Invariant.HOOK1,
                run -> {
                  start(run);
                  hook(run, 200, 1, 2, 4, 5);
                  end(run, "s");
                })
            .also("HOOKORD"));
  }

  private static Stream<HistoryFault> ids() {
    return Stream.of(
        new HistoryFault(
            "a retry with another id",
            Invariant.HOOKID,
            run -> {
              hook(run, "first", 500, "b", 1, 2);
              hook(run, "second", 200, "b", 1, 2);
            }),
        new HistoryFault(
            "a retry with other bytes",
            Invariant.HOOKID,
            run -> {
              hook(run, "id", 500, "b", 1, 2);
              hook(run, "id", 200, "c", 1, 2);
            }),
        new HistoryFault(
            "a batch that grew under its id",
            Invariant.HOOKID,
            run -> {
              hook(run, "id", 500, "b", 1, 2);
              hook(run, "id", 200, "c", 1, 2, 3);
            }));
  }

  private static Stream<HistoryFault> orders() {
    return Stream.of(
        new HistoryFault(
            "the next request before the first was taken",
            Invariant.HOOKORD,
            run -> {
              hook(run, 500, 1, 2);
              hook(run, 200, 3);
            }),
        new HistoryFault(
            "a start after the first message",
            Invariant.HOOKORD,
            run -> {
              start(run);
              hook(run, 200, 2);
            }),
        new HistoryFault(
            "a request out of order in itself", Invariant.HOOKORD, run -> hook(run, 200, 1, 3, 2)),
        new HistoryFault(
            "another message than the log has",
            Invariant.AGREE,
            run -> run.hook("s", CH, "id", 200, "b", Map.of(at("e", 1), "m2"))));
  }

  private static Stream<HistoryFault> repeats() {
    return Stream.of(
        new HistoryFault(
            "other bytes in a request",
            Invariant.PAYLOAD,
            run ->
                run.record(
                    new HistoryEvent.Hooked(
                        run.now(), "s", CH, "e", 1, "m1", "id", 200, "sum of others", null, null))),
        new HistoryFault(
            "a repeat that no fault excuses",
            Invariant.HOOKDUP,
            run -> {
              hook(run, 200, 1, 2);
              hook(run, 200, 1, 2);
              run.fault("answer lost, too late to excuse it");
            }),
        new HistoryFault(
            "two repeats after one fault",
            Invariant.HOOKDUP,
            run -> {
              hook(run, 200, 1, 2);
              run.fault("sender kill -9");
              hook(run, 200, 1, 2, 3);
              hook(run, 200, 1, 2, 3);
            }),
        new HistoryFault(
            "a repeat long after the fault",
            Invariant.HOOKDUP,
            run -> {
              run.fault("sender kill -9");
              hook(run, 200, 1, 2);
              hook(run, 200, 3);
              hook(run, 200, 3);
            }),
        new HistoryFault(
            "a repeat of two requests after one fault",
            Invariant.HOOKDUP,
            run -> {
              hook(run, 200, 1, 2);
              hook(run, 200, 3);
              run.fault("sender kill -9");
              hook(run, 200, 1, 2, 3);
            }),
        new HistoryFault(
            "a repeat after the lost answer of another subscription",
            Invariant.HOOKDUP,
            run -> {
              hook(run, 200, 1, 2);
              run.fault("answer lost:t");
              hook(run, 200, 1, 2);
            }),
        new HistoryFault(
            "a repeat after a fault that loses no answer",
            Invariant.HOOKDUP,
            run -> {
              hook(run, 200, 1, 2);
              run.fault("overflow:s");
              hook(run, 200, 1, 2);
            }));
  }
}
