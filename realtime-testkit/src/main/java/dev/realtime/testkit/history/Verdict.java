package dev.realtime.testkit.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The judgement of a history. Immutable.
 *
 * @param counts how much happened
 * @param violations what was wrong, at most 1,000 of each invariant
 * @param notes what could not be judged, and why
 */
public record Verdict(Counts counts, List<Violation> violations, List<String> notes) {
  private static final int SHOWN = 10;

  /**
   * How much happened in a run. Immutable.
   *
   * @param published publishes, each counted once however often it was retried
   * @param acknowledged publishes that got a position
   * @param delivered calls of callbacks with a message
   * @param lost entries that a subscription did not get and that no gap announced, and acknowledged
   *     entries that the log should have and has not
   * @param repeated deliveries of what the subscription had
   * @param reordered deliveries of what should have come before
   * @param gaps gaps announced
   * @param reconnects connections beyond the first of each subscription
   */
  public record Counts(
      long published,
      long acknowledged,
      long delivered,
      long lost,
      long repeated,
      long reordered,
      long gaps,
      long reconnects) {}

  /** Copies the lists. */
  public Verdict {
    violations = List.copyOf(violations);
    notes = List.copyOf(notes);
  }

  /** Whether no invariant is broken. */
  public boolean passed() {
    return violations.isEmpty();
  }

  /** A short report: the counts, the first violations of each invariant, the notes. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add(passed() ? "PASSED" : "FAILED");
    lines.add(
        ("published %d, acknowledged %d, delivered %d, lost %d, repeated %d, reordered %d, gaps %d,"
                + " reconnects %d")
            .formatted(
                counts.published,
                counts.acknowledged,
                counts.delivered,
                counts.lost,
                counts.repeated,
                counts.reordered,
                counts.gaps,
                counts.reconnects));
    byInvariant().values().forEach(found -> report(found, lines));
    notes.forEach(note -> lines.add("note: " + note));
    return String.join("\n", lines);
  }

  private Map<Invariant, List<Violation>> byInvariant() {
    Map<Invariant, List<Violation>> found = new EnumMap<>(Invariant.class);
    for (Violation violation : violations) {
      found.computeIfAbsent(violation.invariant(), key -> new ArrayList<>()).add(violation);
    }
    return found;
  }

  private static void report(List<Violation> found, List<String> lines) {
    found.stream().limit(SHOWN).map(Violation::toString).forEach(lines::add);
    if (found.size() > SHOWN) {
      lines.add(found.get(0).invariant() + " … and " + (found.size() - SHOWN) + " more");
    }
  }
}
