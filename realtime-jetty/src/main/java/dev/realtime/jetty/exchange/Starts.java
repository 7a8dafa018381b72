package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Start;

/** The parameters of a request for messages. */
public final class Starts {
  private Starts() {}

  /** Where a reader begins; nothing given is the latest. */
  public static Start parse(String after) {
    try {
      return after.isEmpty() ? Start.latest() : Start.parse(after);
    } catch (IllegalArgumentException e) {
      throw new RejectedException(ErrorCode.BAD_REQUEST, "after: " + e.getMessage(), e);
    }
  }

  /** A whole number of a query parameter or header. */
  public static int number(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min) {
        return Math.min(number, max);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    String shown = text.length() > 20 ? text.substring(0, 20) + "…" : text;
    throw new RejectedException(
        ErrorCode.BAD_REQUEST, name + ": '" + shown + "' is not a whole number of at least " + min);
  }
}
