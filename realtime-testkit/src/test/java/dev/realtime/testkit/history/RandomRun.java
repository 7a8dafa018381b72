package dev.realtime.testkit.history;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A seeded run of a correct service without a network: publishes with every outcome, retention,
 * fail-overs with and without loss, and subscriptions that read as SPEC 3.8–3.10 say.
 */
final class RandomRun {
  private static final String CH = "a/b";

  private final Random random;
  private final HistoryRecorder run;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Position> epochs = new ArrayList<>();
  private final List<Position> cursors = new ArrayList<>();
  private long first = 1;
  private int names;

  RandomRun(long seed, HistoryRecorder run) {
    random = new Random(seed);
    this.run = run;
  }

  void run(int steps) {
    run.memoryChannel(CH);
    epochs.add(new Position("e0", 1));
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(12)) {
        case 0 -> failOver();
        case 1 -> trim();
        case 2 -> subscribe();
        case 3, 4, 5, 6 -> publish();
        default -> read();
      }
    }
    end();
  }

  private void publish() {
    String name = "m" + ++names;
    run.pubCall(name, "p" + random.nextInt(3), CH, name);
    switch (random.nextInt(8)) {
      case 0 -> run.pubRefused(name, "429");
      case 1 -> run.pubUnknown(name, "timeout");
      case 2 -> {
        append(name);
        run.pubUnknown(name, "timeout");
        run.pubCall(name, "retry", CH, name);
        run.pubAckDuplicate(name, entries.get(entries.size() - 1).position);
      }
      default -> run.pubAck(name, append(name));
    }
  }

  private Position append(String mid) {
    Position position = new Position(epochs.get(epochs.size() - 1).epoch(), head() + 1);
    entries.add(new Entry(position, mid));
    return position;
  }

  private void failOver() {
    long lost = Math.min(random.nextInt(4), head() - first + 1);
    for (long i = 0; i < lost; i++) {
      entries.remove(entries.size() - 1);
    }
    epochs.removeIf(epoch -> epoch.offset() > head() + 1);
    epochs.add(new Position("e" + ++names, head() + 1));
    run.epoch(CH, "e" + names, "restart");
  }

  private void trim() {
    if (head() >= first) {
      first += random.nextLong(head() - first + 1);
      run.trim(CH, new Position(epochAt(first), first));
    }
  }

  private void subscribe() {
    String name = "s" + cursors.size();
    if (random.nextInt(4) == 0) {
      Position unknown = new Position("unknown", 7);
      run.subStart(name, CH, Start.after(unknown));
      cursors.add(unknown);
    } else {
      run.subStart(name, CH, Start.latest());
      cursors.add(new Position(epochAt(head()), head()));
      run.subReady(name, cursors.get(cursors.size() - 1));
    }
  }

  private void read() {
    if (!cursors.isEmpty()) {
      advance(random.nextInt(cursors.size()));
    }
  }

  /** One signal of a subscription; false if it stands at the head. */
  private boolean advance(int number) {
    Position at = cursors.get(number);
    long end = endOf(at.epoch());
    if (end < 0) {
      gap(number, Gap.reset(at, new Position(epochAt(first - 1), first - 1)));
    } else if (at.offset() > end) {
      gap(
          number,
          new Gap(at, end + 1, at.offset(), Gap.Reason.DIVERGED, new Position(at.epoch(), end)));
    } else if (at.offset() + 1 < first) {
      Position resume = new Position(epochAt(first - 1), first - 1);
      gap(number, new Gap(at, at.offset() + 1, first - 1, Gap.Reason.TRIMMED, resume));
    } else if (at.offset() < head()) {
      Entry entry = entries.get((int) at.offset());
      cursors.set(number, entry.position);
      run.deliver("s" + number, CH, entry.position, entry.mid);
    } else {
      return false;
    }
    return true;
  }

  private void gap(int number, Gap gap) {
    cursors.set(number, gap.resume());
    run.gap("s" + number, gap);
  }

  private void end() {
    for (int i = 0; i < cursors.size(); i++) {
      while (advance(i)) {
        // Drains to the head.
      }
      run.subEndComplete("s" + i);
    }
    for (Entry entry : entries.subList((int) first - 1, entries.size())) {
      run.log(CH, entry.position, entry.mid);
    }
    run.logEnd(CH, first, new Position(epochs.get(epochs.size() - 1).epoch(), head()));
  }

  private long head() {
    return entries.size();
  }

  private String epochAt(long offset) {
    String found = epochs.get(0).epoch();
    for (Position epoch : epochs) {
      if (epoch.offset() <= offset) {
        found = epoch.epoch();
      }
    }
    return found;
  }

  /** The last offset of an epoch, -1 if the log does not know it. */
  private long endOf(String name) {
    for (int i = 0; i < epochs.size(); i++) {
      if (epochs.get(i).epoch().equals(name)) {
        return i + 1 < epochs.size() ? epochs.get(i + 1).offset() - 1 : head();
      }
    }
    return -1;
  }

  /** An entry of the log; trimmed ones stay, below {@code first}. */
  private record Entry(Position position, String mid) {}
}
