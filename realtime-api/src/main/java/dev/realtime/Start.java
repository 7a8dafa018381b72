package dev.realtime;

/** Where a subscription begins: after a position, or at a symbolic place of the log. */
public sealed interface Start {
  /** Before the oldest retained entry. Never raises a gap. */
  record Earliest() implements Start {
    @Override
    public String toString() {
      return "earliest";
    }
  }

  /** After the newest entry: every entry accepted after the subscription is live is delivered. */
  record Latest() implements Start {
    @Override
    public String toString() {
      return "latest";
    }
  }

  /**
   * After a position, usually the one of a former subscription. If what follows it is no longer
   * there, a {@link Gap} says so.
   *
   * @param position the last entry handled
   */
  record After(Position position) implements Start {
    @Override
    public String toString() {
      return position.toString();
    }
  }

  /**
   * Before the last {@code count} retained entries, or fewer if there are not so many. Never raises
   * a gap.
   *
   * @param count at least 1
   */
  record Last(long count) implements Start {
    /** Checks the range. */
    public Last {
      if (count < 1 || count > Position.MAX_OFFSET) {
        throw new IllegalArgumentException(
            "count " + count + " is not in 1.." + Position.MAX_OFFSET);
      }
    }

    @Override
    public String toString() {
      return "-" + count;
    }
  }

  /** Before the oldest retained entry. */
  static Start earliest() {
    return new Earliest();
  }

  /** After the newest entry. */
  static Start latest() {
    return new Latest();
  }

  /** After a position. */
  static Start after(Position position) {
    return new After(position);
  }

  /** Before the last {@code count} retained entries. */
  static Start last(long count) {
    return new Last(count);
  }

  /**
   * Reads {@code earliest}, {@code latest}, {@code -N} or a position; the text form is the inverse.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  static Start parse(String text) {
    switch (text) {
      case "earliest":
        return earliest();
      case "latest":
        return latest();
      default:
        if (text.startsWith("-") && text.matches("-[1-9][0-9]{0,15}")) {
          return last(Long.parseLong(text.substring(1)));
        }
        if (text.indexOf(':') < 0) {
          throw new IllegalArgumentException(
              "'"
                  + Printable.of(text)
                  + "' is no place to start. Use earliest, latest, -N (the last N) or a position"
                  + " <epoch>:<offset>");
        }
        return after(Position.parse(text));
    }
  }
}
