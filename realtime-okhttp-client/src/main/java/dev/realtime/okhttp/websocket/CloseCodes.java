package dev.realtime.okhttp.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.spi.EndReason;
import org.jspecify.annotations.Nullable;

/** What the close code of a socket says (docs/wire.md): its range is the receiver's duty. */
final class CloseCodes {
  static final int NORMAL = 1000;

  private static final int TOO_LARGE = 1009;
  private static final int FIRST_STOP = 4500;
  private static final int LAST_STOP = 4999;

  private CloseCodes() {}

  /**
   * How a socket ends.
   *
   * @param farewell what the server said before it closed
   */
  static EndReason meaning(int code, String reason, @Nullable EndReason farewell) {
    // The range of the close code says more than a bye whose code is not known (SPEC 4.19).
    return farewell == null || (stops(code) && farewell instanceof EndReason.Lost)
        ? meaning(code, reason)
        : farewell;
  }

  private static boolean stops(int code) {
    return code == TOO_LARGE || (code >= FIRST_STOP && code <= LAST_STOP);
  }

  private static EndReason meaning(int code, String reason) {
    String name = reason.contains(":") ? reason.substring(0, reason.indexOf(':')) : reason;
    if (stops(code)) {
      ErrorCode unless = code == TOO_LARGE ? ErrorCode.PAYLOAD_TOO_LARGE : ErrorCode.BAD_REQUEST;
      ErrorCode known = ErrorCode.ofWireName(name).orElse(unless);
      return Outcomes.end(new RejectedException(known, "closed with " + code + " " + reason));
    }
    return code == NORMAL || name.isEmpty() || code < 4000
        ? EndReason.lost("closed with " + code + " " + reason)
        : Outcomes.bye(name, 0);
  }
}
