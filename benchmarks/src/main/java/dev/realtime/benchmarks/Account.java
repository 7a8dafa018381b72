package dev.realtime.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * What one subscriber got: the numbers of messages, and the offsets that gaps told of. A channel of
 * the load holds nothing but its messages, so a number is an offset.
 *
 * <p>Confined to the thread of the load loop.
 */
final class Account {
  private static final byte[] FROM = "\"from\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TO = ",\"to\":".getBytes(StandardCharsets.US_ASCII);

  private final BitSet received = new BitSet();
  private final BitSet announced = new BitSet();
  private boolean fromKnown;
  private int matched;
  private long from;
  private long number;
  private boolean inNumber;
  private long newest;

  void received(long offset) {
    if (offset <= newest) {
      throw new IllegalStateException("message " + offset + " came after " + newest);
    }
    newest = offset;
    received.set((int) offset);
  }

  /** Looks at every byte for a gap. */
  void scan(ByteBuffer bytes, int begin, int end) {
    for (int at = begin; at < end; at++) {
      byte next = bytes.get(at);
      if (inNumber && next >= '0' && next <= '9') {
        number = number * 10 + (next - '0');
      } else {
        if (inNumber) {
          numberEnds();
        }
        match(next);
      }
    }
  }

  private void numberEnds() {
    inNumber = false;
    if (fromKnown) {
      announced.set((int) from, (int) number + 1);
    } else {
      from = number;
    }
    fromKnown = !fromKnown;
  }

  private void match(byte next) {
    byte[] wanted = fromKnown ? TO : FROM;
    if (next == wanted[matched]) {
      matched++;
    } else {
      matched = next == wanted[0] ? 1 : 0;
    }
    if (matched == wanted.length) {
      matched = 0;
      inNumber = true;
      number = 0;
    }
  }

  /** The newest message received. */
  long newest() {
    return newest;
  }

  int receivedCount() {
    return received.cardinality();
  }

  int announcedCount() {
    return announced.cardinality();
  }

  /** Throws if a message up to the last neither came nor was announced as lost, or both. */
  void check(long last) {
    BitSet both = (BitSet) received.clone();
    both.and(announced);
    BitSet either = (BitSet) received.clone();
    either.or(announced);
    if (!both.isEmpty() || either.cardinality() != last || either.nextClearBit(1) != last + 1) {
      throw new IllegalStateException(
          "of %d messages %d came and %d were announced as lost, %d both; the first neither is %d"
              .formatted(
                  last,
                  received.cardinality(),
                  announced.cardinality(),
                  both.cardinality(),
                  either.nextClearBit(1)));
    }
  }
}
