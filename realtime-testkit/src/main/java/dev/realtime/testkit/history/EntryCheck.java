package dev.realtime.testkit.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The judge of what stands where in one channel: AGREE, ONCE, NOGHOST, DURABLE, and a log without
 * holes. Confined to one thread.
 */
final class EntryCheck {
  private final ChannelHistory channel;
  private final Findings findings;
  private final Map<Place, Sighting> byPlace = new HashMap<>();
  private final Map<String, Sighting> byMid = new HashMap<>();
  private final Map<Identity, Sighting> byMidAndEpoch = new HashMap<>();

  EntryCheck(ChannelHistory channel, Findings findings) {
    this.channel = channel;
    this.findings = findings;
  }

  void run() {
    channel.entries().forEach(this::logged);
    for (Publish publish : channel.publishes()) {
      publish.acks().forEach(ack -> acknowledged(publish, ack));
    }
    channel.deliveries().forEach(this::delivered);
    channel.hooks().forEach(this::hooked);
    sequences();
    ghosts();
    holes();
  }

  /** Where a message stands: in the log, or else where it was first said to be. */
  @Nullable Place placeOf(String mid) {
    Sighting sighting = byMid.get(mid);
    return sighting == null ? null : sighting.place;
  }

  private void logged(Line<HistoryEvent.Logged> line) {
    HistoryEvent.Logged entry = line.event();
    Sighting now =
        new Sighting(new Place(entry.epoch(), entry.off()), entry.mid(), "", line.where());
    Sighting other = byMid.get(entry.mid());
    if (other != null && !other.place.equals(now.place)) {
      twice(now, other);
    } else {
      sight(now);
    }
  }

  private void acknowledged(Publish publish, Line<HistoryEvent.PublishAcknowledged> line) {
    Place place = new Place(line.event().epoch(), line.event().off());
    sight(new Sighting(place, publish.call().mid(), "", line.where()));
    boolean lost = channel.fate(place) == ChannelHistory.Fate.LOST;
    if (lost && !movedInEpoch(publish, place) && !channel.mayLose(place.epoch())) {
      findings.lost++;
      findings.add(
          Invariant.DURABLE,
          channel.name(),
          place,
          "",
          line.where(),
          publish.call().mid() + " was acknowledged and is not in the log");
    }
  }

  /** Whether the log has the message elsewhere in the epoch, which ONCE tells already. */
  private boolean movedInEpoch(Publish publish, Place place) {
    Sighting known = byMidAndEpoch.get(new Identity(publish.call().mid(), place.epoch()));
    return known != null && !known.place.equals(place);
  }

  private void delivered(Line<HistoryEvent.Delivered> line) {
    HistoryEvent.Delivered delivery = line.event();
    Place place = new Place(delivery.epoch(), delivery.off());
    sight(new Sighting(place, delivery.mid(), delivery.sub(), line.where()));
  }

  private void hooked(Line<HistoryEvent.Hooked> line) {
    HistoryEvent.Hooked message = line.event();
    Place place = new Place(message.epoch(), message.off());
    sight(new Sighting(place, message.mid(), message.sub(), line.where()));
  }

  private void sight(Sighting now) {
    Sighting there = byPlace.putIfAbsent(now.place, now);
    if (there != null && !there.mid.equals(now.mid)) {
      findings.add(
          Invariant.AGREE,
          channel.name(),
          now.place,
          now.subscription,
          now.where,
          "expected " + there.mid + " as at " + there.where + ", found " + now.mid);
      return;
    }
    byMid.putIfAbsent(now.mid, now);
    Sighting before = byMidAndEpoch.putIfAbsent(new Identity(now.mid, now.place.epoch()), now);
    if (before != null && !before.place.equals(now.place)) {
      twice(now, before);
    }
  }

  private void twice(Sighting now, Sighting before) {
    findings.add(
        Invariant.ONCE,
        channel.name(),
        now.place,
        now.subscription,
        now.where,
        now.mid + " stands also at " + before.place + " (" + before.where + ")");
  }

  private void sequences() {
    Map<Identity, Publish> known = new HashMap<>();
    for (Publish publish : channel.publishes()) {
      HistoryEvent.PublishCalled call = publish.call();
      Place place = placeOf(call.mid());
      if (call.pid() == null || call.seq() == null || place == null) {
        continue;
      }
      Identity identity = new Identity(call.pid(), call.seq().toString());
      Publish other = known.putIfAbsent(identity, publish);
      if (other != null && !other.call().mid().equals(call.mid())) {
        findings.add(
            Invariant.ONCE,
            channel.name(),
            place,
            "",
            publish.where(),
            "sequence %d of %s is also %s".formatted(call.seq(), call.pid(), other.call().mid()));
      }
    }
  }

  private void ghosts() {
    Set<String> published = new HashSet<>();
    long firstKnown = Long.MAX_VALUE;
    for (Publish publish : channel.publishes()) {
      published.add(publish.call().mid());
      for (Line<HistoryEvent.PublishAcknowledged> ack : publish.acks()) {
        firstKnown = Math.min(firstKnown, ack.event().off());
      }
      Sighting sighting = byMid.get(publish.call().mid());
      if (publish.refused() && sighting != null) {
        ghost(sighting, "was refused at every attempt (" + publish.where() + ")");
      }
    }
    for (Sighting sighting : byMid.values()) {
      if (sighting.place.off() > firstKnown && !published.contains(sighting.mid)) {
        ghost(sighting, "was published by nobody");
      }
    }
  }

  private void ghost(Sighting found, String why) {
    findings.add(
        Invariant.NOGHOST,
        channel.name(),
        found.place,
        found.subscription,
        found.where,
        found.mid + " is there and " + why);
  }

  private void holes() {
    Line<HistoryEvent.LogRead> bounds = channel.bounds();
    if (bounds == null) {
      findings.note(channel.name() + ": the log was not read; DURABLE and COMPLETE not judged");
      return;
    }
    HistoryEvent.LogRead log = bounds.event();
    for (long off = Math.max(1, log.first()); off <= log.last(); off++) {
      if (!channel.has(off)) {
        findings.add(
            Invariant.GAPLESS,
            channel.name(),
            log.epoch() + ":" + off,
            "",
            bounds.where(),
            "expected an entry, the log from " + log.first() + " to " + log.last() + " has none");
      }
    }
  }

  /** A message at a place, as somebody saw it. */
  private record Sighting(Place place, String mid, String subscription, String where) {}

  /** Two names that make one. */
  private record Identity(String name, String scope) {}
}
