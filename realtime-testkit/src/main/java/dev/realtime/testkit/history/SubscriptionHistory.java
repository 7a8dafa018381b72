package dev.realtime.testkit.history;

import dev.realtime.Start;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signals of one subscription in their order. Confined to one thread. */
final class SubscriptionHistory {
  private final String name;
  private final List<Line<? extends HistoryEvent>> signals = new ArrayList<>();
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
    if (channel.isEmpty() && signal.event() instanceof HistoryEvent.Delivered delivered) {
      channel = delivered.ch();
    }
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

  /** Deliveries, gaps and ends. */
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
