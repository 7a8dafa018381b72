package dev.realtime;

/**
 * A place in a channel's log: the epoch an entry was written in and its offset.
 *
 * <p>As text {@code epoch:offset}, for example {@code k3f9x2m7q1ab:1842}. The offset is that of the
 * last entry handled; offsets of a channel are contiguous from 1 also across epochs. {@link
 * #ORIGIN} ({@code 0:0}) stands before the first entry and is valid in every channel. Epochs are
 * opaque: they are compared for equality and never ordered. A position is not a capability: rights
 * are checked for the channel (SPEC 3.8–3.11).
 *
 * <p>Immutable.
 *
 * @param epoch 1 to 40 characters of {@code [a-z0-9]}
 * @param offset 0 to 9,999,999,999,999,999
 */
public record Position(String epoch, long offset) {
  /** The greatest offset that the grammar can express: sixteen digits. */
  public static final long MAX_OFFSET = 9_999_999_999_999_999L;

  private static final int MAX_EPOCH = 40;
  private static final int MAX_DIGITS = 16;

  /** Before the first entry of any channel, {@code 0:0}. */
  public static final Position ORIGIN = new Position("0", 0);

  /** Checks the grammar of both parts. */
  public Position {
    if (!isEpoch(epoch, epoch.length())) {
      throw new IllegalArgumentException(
          "epoch '" + Printable.of(epoch) + "' is not 1 to 40 characters of a-z and 0-9");
    }
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new IllegalArgumentException("offset " + offset + " is not in 0.." + MAX_OFFSET);
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is not of the grammar
   */
  public static Position parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || !isEpoch(text, colon) || !isOffset(text, colon + 1)) {
      throw new IllegalArgumentException(
          "'"
              + Printable.of(text)
              + "' is not a position. A position is <epoch>:<offset>, for example k3f9x2m7q1ab:42");
    }
    return new Position(
        text.substring(0, colon), Long.parseLong(text, colon + 1, text.length(), 10));
  }

  /** The position of this epoch with another offset. */
  public Position withOffset(long other) {
    return new Position(epoch, other);
  }

  /** Whether the first characters are 1 to 40 of a-z and 0-9. */
  private static boolean isEpoch(String text, int length) {
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return length >= 1 && length <= MAX_EPOCH;
  }

  /** Whether the rest is a number of at most 16 digits without leading zeros. */
  private static boolean isOffset(String text, int from) {
    int digits = text.length() - from;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return digits >= 1 && digits <= MAX_DIGITS && (digits == 1 || text.charAt(from) != '0');
  }

  @Override
  public String toString() {
    return epoch + ":" + offset;
  }
}
