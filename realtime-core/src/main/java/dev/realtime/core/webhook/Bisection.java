package dev.realtime.core.webhook;

/**
 * The search for the one message in a batch that a receiver does not take: a part that fails is
 * halved, so that after log2 of its size one message is left. Also how many messages a request has
 * after the receiver said that it is too large.
 *
 * <p>Confined to the serial executor of its subscription.
 */
final class Bisection {
  private int limit = Integer.MAX_VALUE;
  private long suspectUntil;
  private boolean tookOne;

  /** How many messages the next part may have. */
  int limit() {
    return limit;
  }

  /** Whether a message is being searched for. */
  boolean searches() {
    return suspectUntil > 0;
  }

  /** Whether the receiver took a part since the search began, so that it is up. */
  boolean tookOne() {
    return tookOne;
  }

  /** A part failed for good. */
  void suspect(int size, long lastOffset) {
    if (!searches()) {
      tookOne = false;
    }
    suspectUntil = lastOffset;
    limit = Math.max(1, size / 2);
  }

  /** A part is too large, whatever it holds. */
  void halve(int size) {
    limit = Math.max(1, size / 2);
  }

  /** A part was taken. */
  void took(long lastOffset) {
    if (!searches()) {
      limit = limit > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : limit * 2;
    } else if (lastOffset >= suspectUntil) {
      end();
    } else {
      tookOne = true;
      limit = Math.toIntExact(Math.max(1, (suspectUntil - lastOffset) / 2));
    }
  }

  /** The message was found, or the search is given up. */
  void end() {
    suspectUntil = 0;
    limit = Integer.MAX_VALUE;
  }
}
