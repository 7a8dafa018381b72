package dev.realtime.testkit.history;

/**
 * An epoch and an offset as a history names them; of any implementation, so no grammar is asked of
 * the epoch. Immutable.
 */
record Place(String epoch, long off) {
  static Place parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("'" + text + "' is not epoch:offset");
    }
    return new Place(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return epoch + ":" + off;
  }
}
