package dev.realtime.testkit.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the checks of one history found so far. Confined to one thread. */
final class Findings {
  private static final int KEPT = 1_000;

  private final List<Violation> violations = new ArrayList<>();
  private final Map<Invariant, Integer> numbers = new EnumMap<>(Invariant.class);
  private final List<String> notes = new ArrayList<>();
  long lost;
  long repeated;
  long reordered;
  long gaps;

  void add(
      Invariant invariant,
      String channel,
      Object place,
      String subscription,
      String where,
      String sentence) {
    if (numbers.merge(invariant, 1, Integer::sum) <= KEPT) {
      violations.add(
          new Violation(invariant, channel, place.toString(), subscription, where, sentence));
    }
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  Verdict verdict(History history) {
    long acknowledged = history.publishes().filter(Publish::acknowledged).count();
    long delivered = history.channels().mapToLong(channel -> channel.deliveries().size()).sum();
    long reconnects =
        history.subscriptions().mapToLong(s -> Math.max(0, s.connections() - 1)).sum();
    return new Verdict(
        new Verdict.Counts(
            history.publishes().count(),
            acknowledged,
            delivered,
            lost,
            repeated,
            reordered,
            gaps,
            reconnects),
        violations,
        notes);
  }
}
