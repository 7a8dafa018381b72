package dev.realtime.testkit.history;

import java.util.ArrayList;
import java.util.List;

/** One publish of an application with its attempts. Confined to one thread. */
final class Publish {
  private final Line<HistoryEvent.PublishCalled> first;
  private final List<Line<HistoryEvent.PublishAcknowledged>> acks = new ArrayList<>();
  private long lastCall;
  private int calls;
  private int refusals;

  Publish(Line<HistoryEvent.PublishCalled> first) {
    this.first = first;
  }

  void called(HistoryEvent.PublishCalled call) {
    calls++;
    lastCall = Math.max(lastCall, call.t());
  }

  void acknowledged(Line<HistoryEvent.PublishAcknowledged> ack) {
    acks.add(ack);
  }

  void failed(HistoryEvent.PublishFailed failure) {
    if (failure.definite()) {
      refusals++;
    }
  }

  HistoryEvent.PublishCalled call() {
    return first.event();
  }

  String where() {
    return first.where();
  }

  List<Line<HistoryEvent.PublishAcknowledged>> acks() {
    return acks;
  }

  boolean acknowledged() {
    return !acks.isEmpty();
  }

  /** Whether every attempt was answered by a refusal. */
  boolean refused() {
    return acks.isEmpty() && refusals > 0 && refusals >= calls;
  }

  long firstCall() {
    return first.event().t();
  }

  long lastCall() {
    return lastCall;
  }

  /** When it was first known to stand at a place; the end of time if never. */
  long firstAck(Place place) {
    return acks.stream()
        .map(Line::event)
        .filter(ack -> place.equals(new Place(ack.epoch(), ack.off())))
        .mapToLong(HistoryEvent::t)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
