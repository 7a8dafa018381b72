package dev.realtime.okhttp.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.UnavailableException;
import dev.realtime.spi.EndReason;
import java.util.Comparator;
import java.util.List;

/**
 * The publishes that a socket left without an answer when it ended, in the order in which they were
 * sent, and what the end means to each.
 */
final class UnansweredPublishes {
  private final List<SocketPublish> publishes;
  private final EndReason reason;
  private final boolean opened;

  /**
   * Publishes that are to be failed.
   *
   * @param opened whether anything was sent
   */
  UnansweredPublishes(List<SocketPublish> publishes, EndReason reason, boolean opened) {
    this.publishes = publishes;
    this.reason = reason;
    this.opened = opened;
  }

  /** The end of the exchanges beside them, which are not to blame for a publish. */
  EndReason ofExchanges() {
    return isTooLarge() && !publishes.isEmpty()
        ? EndReason.lost("a publish on the same socket was too large")
        : reason;
  }

  private boolean isTooLarge() {
    return opened
        && reason instanceof EndReason.Refused refused
        && refused.cause().code() == ErrorCode.PAYLOAD_TOO_LARGE;
  }

  void fail() {
    if (isTooLarge() && !publishes.isEmpty()) {
      failTheLargest(((EndReason.Refused) reason).cause());
    } else {
      publishes.forEach(publish -> fail(publish, ended()));
    }
  }

  /**
   * The server reads frames in order and stops at the first over its limit. All before that one are
   * under the limit, so the largest is that one or comes after it: it is too large, and neither it
   * nor what follows it is stored.
   */
  private void failTheLargest(RealtimeException tooLarge) {
    SocketPublish largest =
        publishes.stream().max(Comparator.comparingLong(SocketPublish::frameBytes)).orElseThrow();
    int at = publishes.indexOf(largest);
    publishes.subList(0, at).forEach(publish -> fail(publish, lost(true)));
    fail(largest, tooLarge);
    publishes.subList(at + 1, publishes.size()).forEach(publish -> fail(publish, lost(false)));
  }

  private RealtimeException ended() {
    return !opened && reason instanceof EndReason.Refused refused ? refused.cause() : lost(opened);
  }

  private UnavailableException lost(boolean outcomeUnknown) {
    String why =
        reason instanceof EndReason.Lost lost
            ? lost.why()
            : reason instanceof EndReason.Unreadable garbled ? garbled.why() : reason.toString();
    return new UnavailableException(
        ErrorCode.CONNECTION_LOST, "the socket ended: " + why, null, outcomeUnknown, null);
  }

  private static void fail(SocketPublish publish, RealtimeException cause) {
    publish.answer().completeExceptionally(cause);
  }
}
