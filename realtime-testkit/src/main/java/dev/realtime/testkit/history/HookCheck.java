package dev.realtime.testkit.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The judge of one webhook subscription, attempt by attempt: HOOK1, HOOKID, HOOKORD, HOOKDUP,
 * PAYLOAD. Confined to one thread.
 *
 * <p>An entry is settled when an attempt with it was answered 2xx, when it was dead-lettered, or
 * when a gap of the subscription names it. Dead letters and gaps count from the beginning, because
 * who records them learns of them late. Replays settle entries and are not judged otherwise: they
 * come out of order, with other bytes, by the will of an operator.
 */
final class HookCheck {
  private final SubscriptionHistory subscription;
  private final ChannelHistory channel;
  private final Map<String, String> sums;
  private final Findings findings;
  private final Set<Place> settled = new HashSet<>();
  private final Map<String, HookPost> byRange = new HashMap<>();
  private final Map<String, HookPost> byId = new HashMap<>();
  private @Nullable Place cursor;
  private final HookRepeats repeats;

  /** A judge; the faults are in the order of their times. */
  HookCheck(
      SubscriptionHistory subscription,
      ChannelHistory channel,
      Map<String, String> sums,
      List<HistoryEvent.FaultMade> faults,
      Findings findings) {
    this.subscription = subscription;
    this.channel = channel;
    this.sums = sums;
    this.repeats = new HookRepeats(subscription.name(), faults);
    this.findings = findings;
  }

  void run() {
    settled.addAll(subscription.givenUp());
    cursor = subscription.startIn(channel);
    for (HookPost post : HookPost.of(subscription.hooks())) {
      post.lines().forEach(this::payload);
      if (!post.isReplay()) {
        identity(post);
        order(post);
        if (post.isTaken()) {
          repeats.take(post).forEach(before -> repeated(post, before));
        }
      }
      if (post.isTaken()) {
        settled.addAll(post.places());
      }
    }
    if (subscription.ended()) {
      complete();
    } else {
      findings.note("subscription " + subscription.name() + " has no end; HOOK1 not judged");
    }
  }

  private void payload(Line<HistoryEvent.Hooked> line) {
    HistoryEvent.Hooked message = line.event();
    String sum = message.sum();
    String published = sums.get(message.mid());
    if (sum != null && published != null && !sum.equals(published)) {
      findings.add(
          Invariant.PAYLOAD,
          channel.name(),
          new Place(message.epoch(), message.off()),
          subscription.name(),
          line.where(),
          "expected the checksum " + published + " of " + message.mid() + ", found " + sum);
    }
  }

  private void identity(HookPost post) {
    HookPost other = byRange.putIfAbsent(post.range(), post);
    if (other != null && !other.id().equals(post.id())) {
      add(
          Invariant.HOOKID,
          post,
          "expected the id %s as at %s, found %s".formatted(other.id(), other.where(), post.id()));
      return;
    }
    HookPost named = byId.putIfAbsent(post.id(), post);
    if (named == null) {
      return;
    }
    if (!named.range().equals(post.range())) {
      add(
          Invariant.HOOKID,
          post,
          "%s is also %s (%s)".formatted(post.id(), named.range(), named.where()));
    } else if (named.body() != null && post.body() != null && !named.body().equals(post.body())) {
      add(Invariant.HOOKID, post, post.id() + " has other bytes than at " + named.where());
    }
  }

  /** Each message is settled already or is the next one that is not, or follows it in the post. */
  private void order(HookPost post) {
    Place due = due(post.first());
    long last = 0;
    for (Place place : post.places()) {
      if (place.off() <= last) {
        add(Invariant.HOOKORD, post, place + " stands after " + last + " in one request");
        return;
      }
      last = place.off();
      if (place.off() > due.off()) {
        add(
            Invariant.HOOKORD,
            post,
            place + " was sent before " + due + " was answered 2xx or given up");
        return;
      }
      if (place.off() == due.off()) {
        due = unsettledAfter(due);
      }
    }
  }

  /** The first entry of the epoch that is not settled. */
  private Place due(Place first) {
    Place at = cursor;
    if (at == null || !at.epoch().equals(first.epoch())) {
      at = new Place(first.epoch(), first.off() - 1);
    }
    Place due = unsettledAfter(at);
    cursor = new Place(due.epoch(), due.off() - 1);
    return due;
  }

  private Place unsettledAfter(Place place) {
    long off = place.off() + 1;
    while (settled.contains(new Place(place.epoch(), off))) {
      off++;
    }
    return new Place(place.epoch(), off);
  }

  private void repeated(HookPost post, HookPost before) {
    add(
        Invariant.HOOKDUP,
        post,
        "was answered 2xx at "
            + before.where()
            + " already, and no crash and no lost or late answer of its own excuses it");
  }

  private void complete() {
    Place start = subscription.startIn(channel);
    long from = start != null ? start.off() : subscription.hooks().get(0).event().off() - 1;
    for (Line<HistoryEvent.Logged> line : channel.entries()) {
      Place place = new Place(line.event().epoch(), line.event().off());
      if (place.off() > from && !settled.contains(place)) {
        findings.lost++;
        findings.add(
            Invariant.HOOK1,
            channel.name(),
            place,
            subscription.name(),
            line.where(),
            line.event().mid() + " was neither answered 2xx nor dead-lettered");
      }
    }
  }

  private void add(Invariant invariant, HookPost post, String sentence) {
    findings.add(
        invariant, channel.name(), post.range(), subscription.name(), post.where(), sentence);
  }
}
