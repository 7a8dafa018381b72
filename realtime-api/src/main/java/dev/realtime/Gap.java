package dev.realtime;

/**
 * The announcement that entries between a subscriber's position and the place where delivery goes
 * on cannot be delivered. It is the only way in which entries are ever left out (SPEC 3.9–3.10).
 *
 * <p>Immutable.
 *
 * @param after the position that could not be honoured
 * @param from the first lost offset, 0 if unknown ({@link Reason#RESET})
 * @param to the last lost offset, 0 if unknown
 * @param reason why
 * @param resume the position after which delivery goes on
 */
public record Gap(Position after, long from, long to, Reason reason, Position resume) {
  /** Why entries are missing. */
  public enum Reason {
    /** Retention removed them before they were read. */
    TRIMMED,
    /** Entries that were delivered were lost behind the subscriber, for example at a fail-over. */
    DIVERGED,
    /** The log does not know the epoch of the position: it was deleted or never had it. */
    RESET,
    /** A policy gave them up: {@code SKIPPED_BY_POLICY} of the specification. */
    SKIPPED;

    /** The name on the wire: the constant in lower case. */
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Checks that the range is known exactly when the reason says so. */
  public Gap {
    boolean unknown = from == 0 && to == 0;
    if (unknown != (reason == Reason.RESET) || (!unknown && (from < 1 || to < from))) {
      throw new IllegalArgumentException(reason + " with the range " + from + ".." + to);
    }
  }

  /** A gap whose extent is unknown. */
  public static Gap reset(Position after, Position resume) {
    return new Gap(after, 0, 0, Reason.RESET, resume);
  }

  /** The number of lost entries; 0 if unknown. */
  public long count() {
    return from == 0 ? 0 : to - from + 1;
  }
}
