package dev.realtime.testkit.history;

import dev.realtime.Start;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The signals of one subscription in their order. Confined to one thread. */
final class SubscriptionHistory {
  private final String name;
  private final List<Line<? extends HistoryEvent>> signals = new ArrayList<>();
  private final List<Line<HistoryEvent.Hooked>> hooks = new ArrayList<>();
  private final Set<Place> givenUp = new HashSet<>();
  private boolean delivers;
  private boolean ended;
  private HistoryEvent.@Nullable Subscribed start;
  private @Nullable Place ready;
  private String channel = "";
  private int connections;

  SubscriptionHistory(String name) {
    this.name = name;
  }

  void started(HistoryEvent.Subscribed event) {
    start = event;
    channel = event.ch();
  }

  void ready(HistoryEvent.SubscriptionReady event) {
    ready = new Place(event.epoch(), event.off());
  }

  void connected() {
    connections++;
  }

  void signalled(Line<? extends HistoryEvent> signal) {
    signals.add(signal);
    if (signal.event() instanceof HistoryEvent.Delivered delivered) {
      delivers = true;
      channel = channel.isEmpty() ? delivered.ch() : channel;
    } else if (signal.event() instanceof HistoryEvent.GapAnnounced gap) {
      givenUp(gap);
    } else if (signal.event() instanceof HistoryEvent.SubscriptionEnded end) {
      ended |= end.complete();
    }
  }

  private void givenUp(HistoryEvent.GapAnnounced gap) {
    Long from = gap.from();
    Long to = gap.to();
    if (from != null && to != null) {
      String epoch = Place.parse(gap.resume()).epoch();
      LongStream.rangeClosed(from, to).forEach(off -> givenUp.add(new Place(epoch, off)));
    }
  }

  void givenUp(Place place) {
    givenUp.add(place);
  }

  void hooked(Line<HistoryEvent.Hooked> message) {
    hooks.add(message);
    channel = channel.isEmpty() ? message.event().ch() : channel;
  }

  /** Messages of the attempts of a webhook in the order of their answers. */
  List<Line<HistoryEvent.Hooked>> hooks() {
    return hooks;
  }

  /** What a webhook sender gave up or a gap named. */
  Set<Place> givenUp() {
    return givenUp;
  }

  /** Whether the history tells what a callback got, and not only what requests brought. */
  boolean delivers() {
    return delivers || hooks.isEmpty();
  }

  /** Whether it had time to reach the head. */
  boolean ended() {
    return ended;
  }

  String name() {
    return name;
  }

  /** The channel; empty if no event names it. */
  String channel() {
    return channel;
  }

  int connections() {
    return connections;
  }

  /** When it was made, the beginning of time if the history does not tell. */
  long begun() {
    return start == null ? Long.MIN_VALUE : start.t();
  }

  /** Starts, deliveries, gaps and ends. */
  List<Line<? extends HistoryEvent>> signals() {
    return signals;
  }

  /** Where it begins, null if the history does not tell. */
  @Nullable Place startIn(ChannelHistory log) {
    if (start != null && start.from() instanceof Start.After after) {
      return new Place(after.position().epoch(), after.position().offset());
    }
    if (ready != null) {
      return ready;
    }
    boolean fromFirst = start != null && start.from() instanceof Start.Earliest;
    return fromFirst && log.keptFromTheFirst() ? new Place("0", 0) : null;
  }
}
