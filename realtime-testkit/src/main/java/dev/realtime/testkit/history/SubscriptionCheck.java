package dev.realtime.testkit.history;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The judge of one subscription, signal by signal: ORDER, NODUP, GAPLESS, GAPTRUE, EPOCH, COMPLETE,
 * PAYLOAD, ISOLATE. Confined to one thread.
 *
 * <p>The cursor is the place after which the next entry is expected. It is unknown before the first
 * signal of a subscription whose history tells no start.
 */
final class SubscriptionCheck {
  private final SubscriptionHistory subscription;
  private final ChannelHistory channel;
  private final Map<String, String> sums;
  private final CatchUp catchUp;
  private final Findings findings;
  private final Set<Place> delivered = new HashSet<>();
  private final Set<String> left = new HashSet<>();
  private @Nullable Place cursor;
  private long movedAt = Long.MIN_VALUE;
  private String where = "";

  SubscriptionCheck(
      SubscriptionHistory subscription,
      ChannelHistory channel,
      Map<String, String> sums,
      CatchUp catchUp,
      Findings findings) {
    this.subscription = subscription;
    this.channel = channel;
    this.sums = sums;
    this.catchUp = catchUp;
    this.findings = findings;
    cursor = subscription.startIn(channel);
  }

  void run() {
    boolean ended = false;
    for (Line<? extends HistoryEvent> line : subscription.signals()) {
      where = line.where();
      if (line.event() instanceof HistoryEvent.Subscribed) {
        ended = false;
      } else if (line.event() instanceof HistoryEvent.Delivered delivery) {
        isolation(delivery, ended);
        message(delivery);
      } else if (line.event() instanceof HistoryEvent.GapAnnounced gap) {
        open(Place.parse(gap.resume()), ended);
        gap(gap);
      } else if (line.event() instanceof HistoryEvent.SubscriptionEnded end) {
        ended = true;
        end(end);
      }
    }
    if (!ended) {
      findings.note("subscription " + subscription.name() + " has no end; COMPLETE not judged");
    }
  }

  private void message(HistoryEvent.Delivered delivery) {
    Place place = new Place(delivery.epoch(), delivery.off());
    payload(delivery, place);
    if (!delivered.add(place)) {
      findings.repeated++;
      add(Invariant.NODUP, place, "was delivered before");
    } else if (cursor == null || follows(cursor, place)) {
      moveTo(place, delivery.t());
    }
  }

  private void isolation(HistoryEvent.Delivered delivery, boolean ended) {
    Place place = new Place(delivery.epoch(), delivery.off());
    open(place, ended);
    if (!delivery.ch().equals(subscription.channel())) {
      add(Invariant.ISOLATE, place, "is of " + delivery.ch());
    }
  }

  private void open(Place place, boolean ended) {
    if (ended) {
      add(Invariant.ISOLATE, place, "was told after the end");
    }
  }

  private void payload(HistoryEvent.Delivered delivery, Place place) {
    String expected = sums.get(delivery.mid());
    String found = delivery.sum();
    if (expected != null && found != null && !expected.equals(found)) {
      add(
          Invariant.PAYLOAD,
          place,
          "expected the sum %s of %s, found %s".formatted(expected, delivery.mid(), found));
    }
  }

  /** Judges a step and tells whether the cursor takes it. */
  private boolean follows(Place from, Place to) {
    boolean sameEpoch = to.epoch().equals(from.epoch());
    if (left.contains(to.epoch()) || (sameEpoch && to.off() <= from.off())) {
      findings.reordered++;
      add(Invariant.ORDER, to, "came after " + from);
      return false;
    }
    if (to.off() > from.off() + 1) {
      hole(from.off() + 1, to.off() - 1, to);
    } else if (!sameEpoch && from.off() > 0 && channel.reachesDownTo(to.epoch(), from.off())) {
      add(Invariant.EPOCH, to, "replaces entries up to " + from + ", and no gap announced it");
    }
    return true;
  }

  private void hole(long first, long last, Place at) {
    findings.lost += last - first + 1;
    add(
        Invariant.GAPLESS,
        at,
        "expected offset %d, and no gap announced %d..%d".formatted(first, first, last));
  }

  private void gap(HistoryEvent.GapAnnounced gap) {
    findings.gaps++;
    Place resume = Place.parse(gap.resume());
    if (cursor != null) {
      judge(gap, cursor, resume);
    }
    moveTo(resume, gap.t());
    if (gap.reason().equals("reset")) {
      // Delivery begins anew at the oldest entry, whose epoch the subscription may have known.
      delivered.clear();
      left.clear();
    }
  }

  private void judge(HistoryEvent.GapAnnounced gap, Place from, Place resume) {
    if (gap.reason().equals("reset")) {
      reset(from, resume);
    } else if (gap.from() == null || gap.to() == null) {
      add(Invariant.GAPTRUE, resume, "expected a range in a gap that is " + gap.reason());
    } else if (gap.reason().equals("diverged")) {
      diverged(gap.from(), gap.to(), from, resume);
    } else {
      leftOut(gap, gap.from(), gap.to(), from, resume);
    }
  }

  private void reset(Place from, Place resume) {
    boolean origin = from.off() == 0 && from.epoch().equals("0");
    if (origin || channel.fate(from) == ChannelHistory.Fate.KEPT) {
      add(Invariant.EPOCH, resume, "announces a reset, and " + from + " is valid");
    }
  }

  private void diverged(long first, long last, Place from, Place resume) {
    if (last != from.off() || first != resume.off() + 1) {
      add(
          Invariant.GAPTRUE,
          resume,
          "expected the loss of %d..%d, found %d..%d"
              .formatted(resume.off() + 1, from.off(), first, last));
    }
    if (channel.fate(new Place(from.epoch(), first)) == ChannelHistory.Fate.KEPT) {
      add(Invariant.EPOCH, resume, "announces the loss of " + first + ", which is in the log");
    }
  }

  private void leftOut(
      HistoryEvent.GapAnnounced gap, long first, long last, Place from, Place resume) {
    if (first > from.off() + 1) {
      hole(from.off() + 1, first - 1, resume);
    } else if (first <= from.off()) {
      add(Invariant.GAPTRUE, resume, "names %d, and the place was %s".formatted(first, from));
    }
    if (last != resume.off() || last < first) {
      add(Invariant.GAPTRUE, resume, "names %d..%d".formatted(first, last));
    }
    Line<HistoryEvent.LogRead> bounds = channel.bounds();
    if (gap.reason().equals("trimmed") && bounds != null && last >= bounds.event().first()) {
      add(Invariant.GAPTRUE, resume, "says that " + last + " was trimmed; the log has it");
    }
  }

  private void moveTo(Place place, long t) {
    if (cursor != null && !cursor.epoch().equals(place.epoch())) {
      left.add(cursor.epoch());
    }
    left.remove(place.epoch());
    cursor = place;
    movedAt = t;
  }

  private void end(HistoryEvent.SubscriptionEnded end) {
    Line<HistoryEvent.LogRead> bounds = channel.bounds();
    boolean due = end.complete() || catchUp.isOver(end.t());
    if (!due || bounds == null) {
      return;
    }
    if (cursor == null) {
      findings.note("subscription " + subscription.name() + " has no start; COMPLETE not judged");
      return;
    }
    long last = bounds.event().last();
    boolean lost = cursor.off() > 0 && channel.fate(cursor) == ChannelHistory.Fate.LOST;
    if (cursor.off() != last || lost) {
      findings.lost += Math.max(0, last - cursor.off());
      add(
          Invariant.COMPLETE,
          cursor,
          "expected the head %s:%d at the end".formatted(bounds.event().epoch(), last));
    } else if (catchUp.isOver(movedAt)) {
      add(
          Invariant.COMPLETE,
          cursor,
          "was reached %s after publishers and faults were over, allowed is %s"
              .formatted(catchUp.at(movedAt), catchUp.allowed()));
    }
  }

  private void add(Invariant invariant, Place place, String sentence) {
    findings.add(invariant, channel.name(), place, subscription.name(), where, sentence);
  }
}
