package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import java.util.Optional;

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

  /**
   * Where the query of a request says that its reader begins; the latest if it does not.
   *
   * @throws RejectedException bad-request if {@code after} is empty or malformed
   */
  public static Start ofQuery(HttpExchange exchange) {
    Optional<String> after = exchange.query("after");
    if (after.filter(String::isEmpty).isPresent()) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "after: it is empty. Use earliest, latest, -N (the last N) or a position"
              + " <epoch>:<offset>; leave it out for latest");
    }
    return parse(after.orElse(""));
  }

  /** A whole number of a query parameter or header; one above the maximum is the maximum. */
  public static int number(String name, String text, int min, int max) {
    if (isDigits(text)) {
      int number = saturated(text);
      if (number >= min) {
        return Math.min(number, max);
      }
    }
    String shown = text.length() > 20 ? text.substring(0, 20) + "…" : text;
    throw new RejectedException(
        ErrorCode.BAD_REQUEST, name + ": '" + shown + "' is not a whole number of at least " + min);
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The number of digits, the largest one if they are more than fit. */
  private static int saturated(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }
}
