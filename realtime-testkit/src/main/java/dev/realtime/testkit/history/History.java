package dev.realtime.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The events of a run by channel, publish and subscription. Confined to one thread. */
final class History {
  private final Map<String, ChannelHistory> channels = new TreeMap<>();
  private final Map<String, Publish> publishes = new LinkedHashMap<>();
  private final Map<String, SubscriptionHistory> subscriptions = new TreeMap<>();
  private final List<HistoryEvent.FaultMade> faults = new ArrayList<>();

  /** The last event of a publisher of each channel. */
  private final Map<String, Long> published = new HashMap<>();

  private long lastHarm = Long.MIN_VALUE;

  private History() {}

  /** The history of events in any order of files, each file in the order of its writer. */
  static History of(List<Line<HistoryEvent>> lines) {
    List<Line<HistoryEvent>> sorted =
        lines.stream().sorted(Comparator.comparingLong(line -> line.event().t())).toList();
    History history = new History();
    sorted.forEach(history::call);
    for (Line<HistoryEvent> line : sorted) {
      history.outcome(line);
      history.channelEvent(line);
      history.subscriptionEvent(line);
    }
    for (Publish publish : history.publishes.values()) {
      history.channel(publish.call().ch()).published(publish);
    }
    return history;
  }

  Stream<ChannelHistory> channels() {
    return channels.values().stream();
  }

  Stream<Publish> publishes() {
    return publishes.values().stream();
  }

  Stream<SubscriptionHistory> subscriptions() {
    return subscriptions.values().stream();
  }

  /** The faults in the order of their times. */
  List<HistoryEvent.FaultMade> faults() {
    return faults;
  }

  /** Since when a channel has neither publishers nor faults. */
  long quietSince(String channel) {
    return Math.max(lastHarm, published.getOrDefault(channel, Long.MIN_VALUE));
  }

  ChannelHistory channel(String name) {
    return channels.computeIfAbsent(name, ChannelHistory::new);
  }

  private void call(Line<HistoryEvent> line) {
    if (line.event() instanceof HistoryEvent.PublishCalled call) {
      publishes.computeIfAbsent(call.op(), op -> new Publish(line.of(call))).called(call);
      published(call.ch(), call);
    }
  }

  private void outcome(Line<HistoryEvent> line) {
    if (line.event() instanceof HistoryEvent.PublishAcknowledged ack) {
      Publish publish = publishes.get(ack.op());
      if (publish != null) {
        publish.acknowledged(line.of(ack));
        published(publish.call().ch(), ack);
      }
    } else if (line.event() instanceof HistoryEvent.PublishFailed failure) {
      Publish publish = publishes.get(failure.op());
      if (publish != null) {
        publish.failed(failure);
        published(publish.call().ch(), failure);
      }
    }
  }

  private void published(String channel, HistoryEvent event) {
    published.merge(channel, event.t(), Math::max);
  }

  private void channelEvent(Line<HistoryEvent> line) {
    HistoryEvent event = line.event();
    if (event instanceof HistoryEvent.ChannelUsed used) {
      channel(used.ch()).used(used);
    } else if (event instanceof HistoryEvent.EpochBegun begun) {
      channel(begun.ch()).lossMade();
      lastHarm = Math.max(lastHarm, begun.t());
    } else if (event instanceof HistoryEvent.Trimmed trimmed) {
      channel(trimmed.ch()).trimmed(trimmed);
    } else if (event instanceof HistoryEvent.Logged logged) {
      channel(logged.ch()).logged(line.of(logged));
    } else if (event instanceof HistoryEvent.LogRead read) {
      channel(read.ch()).logRead(line.of(read));
    } else if (event instanceof HistoryEvent.Delivered delivered) {
      channel(delivered.ch()).delivered(line.of(delivered));
    } else if (event instanceof HistoryEvent.Hooked hooked) {
      channel(hooked.ch()).hooked(line.of(hooked));
    } else if (event instanceof HistoryEvent.FaultMade fault) {
      faults.add(fault);
      lastHarm = Math.max(lastHarm, fault.t());
    }
  }

  private void subscriptionEvent(Line<HistoryEvent> line) {
    HistoryEvent event = line.event();
    if (event instanceof HistoryEvent.Subscribed start) {
      subscription(start.sub()).started(start);
      subscription(start.sub()).signalled(line);
    } else if (event instanceof HistoryEvent.SubscriptionReady ready) {
      subscription(ready.sub()).ready(ready);
    } else if (event instanceof HistoryEvent.Connected connected) {
      subscription(connected.sub()).connected();
    } else if (event instanceof HistoryEvent.Delivered delivered) {
      subscription(delivered.sub()).signalled(line);
    } else if (event instanceof HistoryEvent.GapAnnounced gap) {
      subscription(gap.sub()).signalled(line);
    } else if (event instanceof HistoryEvent.Hooked hooked) {
      subscription(hooked.sub()).hooked(line.of(hooked));
    } else if (event instanceof HistoryEvent.HookGivenUp dead) {
      subscription(dead.sub()).givenUp(new Place(dead.epoch(), dead.off()));
    } else if (event instanceof HistoryEvent.SubscriptionEnded ended) {
      subscription(ended.sub()).signalled(line);
    }
  }

  private SubscriptionHistory subscription(String name) {
    return subscriptions.computeIfAbsent(name, SubscriptionHistory::new);
  }
}
