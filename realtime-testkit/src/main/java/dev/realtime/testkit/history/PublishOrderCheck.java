package dev.realtime.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The judge of the order of publishes in one channel: FIFO and REALTIME. Confined to one thread.
 *
 * <p>The order of the log is given by its offsets, so no order has to be searched: a publish is
 * misplaced if one that was over before it began stands behind it, and the least end behind every
 * offset is enough to tell. Places are compared within an epoch, or if the log kept both.
 */
final class PublishOrderCheck {
  private final ChannelHistory channel;
  private final EntryCheck entries;
  private final Findings findings;

  PublishOrderCheck(ChannelHistory channel, EntryCheck entries, Findings findings) {
    this.channel = channel;
    this.entries = entries;
    this.findings = findings;
  }

  void realtime() {
    check(
        Invariant.REALTIME,
        collect(
            (publish, place) ->
                new Span("", place, publish, publish.firstCall(), publish.firstAck(place))),
        "%s was published after the acknowledgement of %s, which stands behind it at %s");
  }

  void fifo() {
    check(
        Invariant.FIFO,
        collect(
            (publish, place) ->
                new Span(
                    publish.call().pub(), place, publish, publish.firstCall(), publish.lastCall())),
        "%s was published after %s, which stands behind it at %s");
    List<Span> numbered =
        collect(
            (publish, place) -> {
              Long seq = publish.call().seq();
              return seq == null
                  ? new Span("", place, publish, 0, 0)
                  : new Span("producer " + publish.call().pid(), place, publish, seq, seq);
            });
    check(
        Invariant.FIFO,
        numbered.stream().filter(span -> !span.scope.isEmpty()).toList(),
        "%s has a greater sequence than %s, which stands behind it at %s");
  }

  private List<Span> collect(SpanMaker maker) {
    List<Span> spans = new ArrayList<>();
    for (Publish publish : channel.publishes()) {
      Place place = entries.placeOf(publish.call().mid());
      if (place != null) {
        spans.add(maker.make(publish, place));
      }
    }
    return spans;
  }

  private void check(Invariant invariant, List<Span> spans, String sentence) {
    Map<String, List<Span>> groups = new HashMap<>();
    for (Span span : spans) {
      String log = channel.fate(span.place) == ChannelHistory.Fate.KEPT ? "" : span.place.epoch();
      groups.computeIfAbsent(span.scope + "\n" + log, key -> new ArrayList<>()).add(span);
    }
    Function<Span, Long> byOffset = span -> span.place.off();
    for (List<Span> group : groups.values()) {
      group.sort(Comparator.comparing(byOffset).reversed());
      checkBackwards(invariant, group, sentence);
    }
  }

  private void checkBackwards(Invariant invariant, List<Span> descending, String sentence) {
    Span earliest = descending.get(0);
    for (Span span : descending) {
      if (earliest.end < span.begin && earliest.place.off() > span.place.off()) {
        findings.add(
            invariant,
            channel.name(),
            span.place,
            "",
            span.publish.where(),
            sentence.formatted(
                span.publish.call().mid(), earliest.publish.call().mid(), earliest.place));
      }
      if (span.end < earliest.end) {
        earliest = span;
      }
    }
  }

  /** Makes what is compared of a publish. */
  private interface SpanMaker {
    Span make(Publish publish, Place place);
  }

  /** A publish with its place and the time it took, in whatever time the check compares. */
  private record Span(String scope, Place place, Publish publish, long begin, long end) {}
}
