package dev.realtime.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a history tells of one channel. Confined to one thread. */
final class ChannelHistory {
  /** What the final read of the log says of a place. */
  enum Fate {
    /** The entry is in the log. */
    KEPT,
    /** Another entry or none is there. */
    LOST,
    /** Retention removed it, or the log was not read. */
    UNKNOWN
  }

  private final String name;
  private final Map<Long, Line<HistoryEvent.Logged>> entries = new HashMap<>();
  private final List<Line<HistoryEvent.Logged>> reads = new ArrayList<>();
  private final List<Line<HistoryEvent.Delivered>> deliveries = new ArrayList<>();
  private final List<Line<HistoryEvent.Hooked>> hooks = new ArrayList<>();
  private final List<Publish> publishes = new ArrayList<>();
  private final Map<String, Long> firstOffsets = new HashMap<>();
  private @Nullable Line<HistoryEvent.LogRead> end;
  private long trimmedBelow = 1;
  private boolean losses;

  ChannelHistory(String name) {
    this.name = name;
  }

  void used(HistoryEvent.ChannelUsed event) {
    losses |= "memory".equals(event.durability());
  }

  void lossMade() {
    losses = true;
  }

  void trimmed(HistoryEvent.Trimmed event) {
    trimmedBelow = Math.max(trimmedBelow, event.first());
  }

  void logged(Line<HistoryEvent.Logged> entry) {
    reads.add(entry);
    entries.put(entry.event().off(), entry);
    seen(entry.event().epoch(), entry.event().off());
  }

  void logRead(Line<HistoryEvent.LogRead> bounds) {
    end = bounds;
  }

  void delivered(Line<HistoryEvent.Delivered> delivery) {
    deliveries.add(delivery);
    seen(delivery.event().epoch(), delivery.event().off());
  }

  void hooked(Line<HistoryEvent.Hooked> message) {
    hooks.add(message);
    seen(message.event().epoch(), message.event().off());
  }

  void published(Publish publish) {
    publishes.add(publish);
    publish.acks().forEach(ack -> seen(ack.event().epoch(), ack.event().off()));
  }

  private void seen(String epoch, long off) {
    firstOffsets.merge(epoch, off, Math::min);
  }

  String name() {
    return name;
  }

  /** The entries of the final read, of several if several nodes were read. */
  List<Line<HistoryEvent.Logged>> entries() {
    return reads;
  }

  List<Line<HistoryEvent.Delivered>> deliveries() {
    return deliveries;
  }

  /** The messages of all attempts of webhooks. */
  List<Line<HistoryEvent.Hooked>> hooks() {
    return hooks;
  }

  List<Publish> publishes() {
    return publishes;
  }

  /** The bounds of the log, null if it was not read with its entries. */
  @Nullable Line<HistoryEvent.LogRead> bounds() {
    return end == null || (entries.isEmpty() && end.event().last() >= end.event().first())
        ? null
        : end;
  }

  boolean has(long off) {
    return entries.containsKey(off);
  }

  Fate fate(Place place) {
    Line<HistoryEvent.LogRead> bounds = bounds();
    if (bounds == null || place.off() < Math.max(bounds.event().first(), trimmedBelow)) {
      return Fate.UNKNOWN;
    }
    Line<HistoryEvent.Logged> entry = entries.get(place.off());
    return entry != null && entry.event().epoch().equals(place.epoch()) ? Fate.KEPT : Fate.LOST;
  }

  /** Whether the run allowed the log to lose what it accepted in an epoch. */
  boolean mayLose(String epoch) {
    Line<HistoryEvent.LogRead> bounds = bounds();
    return losses && bounds != null && !bounds.event().epoch().equals(epoch);
  }

  /** Whether retention never removed anything. */
  boolean keptFromTheFirst() {
    Line<HistoryEvent.LogRead> bounds = bounds();
    return bounds != null && bounds.event().first() <= 1;
  }

  /** Whether an epoch has an entry at or below an offset, as anybody saw it. */
  boolean reachesDownTo(String epoch, long off) {
    return firstOffsets.getOrDefault(epoch, Long.MAX_VALUE) <= off;
  }
}
