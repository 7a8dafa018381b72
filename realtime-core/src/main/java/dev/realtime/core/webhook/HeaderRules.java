package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.util.regex.Pattern;

/** The grammar of ids and times in headers, for the sender as well. */
final class HeaderRules {
  /** A dot would let id and timestamp be cut at another place under the same signature. */
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e&&[^.]]{1,256}");

  private static final Pattern TIMESTAMP = Pattern.compile("0|[1-9][0-9]{0,11}");

  private HeaderRules() {}

  static void checkId(String id) {
    if (!ID.matcher(id).matches()) {
      throw malformed(
          WebhookHeaders.ID + " has 1 to 256 visible ASCII characters and no '.'; this is not one");
    }
  }

  static void checkTimestamp(String name, String timestamp) {
    if (!TIMESTAMP.matcher(timestamp).matches()) {
      throw malformed(name + " has 1 to 12 digits, without sign or leading zero; this is not one");
    }
  }

  static RejectedException malformed(String text) {
    return new RejectedException(ErrorCode.BAD_REQUEST, text);
  }
}
