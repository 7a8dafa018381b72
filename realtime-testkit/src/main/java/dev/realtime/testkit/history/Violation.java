package dev.realtime.testkit.history;

/**
 * A fact that breaks an invariant. Immutable.
 *
 * @param invariant what it breaks
 * @param channel the channel
 * @param place {@code epoch:offset} of the entry in question
 * @param subscription whose fact it is, empty if none's
 * @param where file and line of the event that shows it
 * @param sentence what was expected and what was found
 */
public record Violation(
    Invariant invariant,
    String channel,
    String place,
    String subscription,
    String where,
    String sentence) {

  @Override
  public String toString() {
    String reader = subscription.isEmpty() ? "" : " subscription " + subscription;
    return "%s %s %s%s (%s): %s".formatted(invariant, channel, place, reader, where, sentence);
  }
}
