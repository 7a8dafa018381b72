package dev.realtime.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Finds the numbers of messages in a stream of bytes, whatever frames them. Where one number
 * follows another at the distance of those before, it is not searched for.
 *
 * <p>Confined to the thread of the load loop.
 */
final class MarkerScanner {
  private static final byte[] TAIL = Message.TAIL.getBytes(StandardCharsets.US_ASCII);
  private static final long FILL_AND_TAIL =
      ByteBuffer.allocate(Long.BYTES).put(Message.FILL).put(TAIL).getLong(0);
  private static final int MAX_STRIDE = 4_096;
  private static final long EIGHT_FILLS = 0x0101_0101_0101_0101L * Message.FILL;

  private enum State {
    SEARCH,
    RUN,
    TAIL,
    NUMBER
  }

  private final int stride;
  private State state = State.SEARCH;
  private int matched;
  private long number;

  /** How far the last two numbers were from each other, 0 if that is not known. */
  private int distance;

  private int lastEnd;

  MarkerScanner(int payloadBytes) {
    this.stride = Math.min(MAX_STRIDE, Message.runOf(payloadBytes));
  }

  void scan(ByteBuffer bytes, int from, int to, LongConsumer found) {
    int at = from;
    lastEnd = -1;
    while (at < to) {
      switch (state) {
        case SEARCH -> at = search(bytes, at, to);
        case RUN -> at = skipRun(bytes, at, to);
        case TAIL -> matchTail(bytes.get(at++));
        case NUMBER -> {
          digit(bytes.get(at++), found);
          if (state == State.SEARCH) {
            at = follow(bytes, at, to, found);
          }
        }
      }
    }
  }

  /** Takes the numbers that follow at the known distance; gives the end of the last. */
  private int follow(ByteBuffer bytes, int from, int to, LongConsumer found) {
    if (lastEnd >= 0) {
      distance = from - lastEnd;
    }
    int at = from;
    while (distance > Long.BYTES + Message.DIGITS
        && at + distance <= to
        && bytes.getLong(at + distance - Message.DIGITS - Long.BYTES) == FILL_AND_TAIL
        && numberBefore(bytes, at + distance) == number + 1) {
      at += distance;
      found.accept(++number);
    }
    lastEnd = at;
    return at;
  }

  private static long numberBefore(ByteBuffer bytes, int end) {
    long value = 0;
    for (int at = end - Message.DIGITS; at < end; at++) {
      value = value * 10 + (bytes.get(at) - '0');
    }
    return value;
  }

  /** A run that is no longer than the rest shows in the last byte. */
  private int search(ByteBuffer bytes, int from, int to) {
    for (int at = from + stride - 1; at < to; at += stride) {
      if (bytes.get(at) == Message.FILL) {
        state = State.RUN;
        return at;
      }
    }
    if (bytes.get(to - 1) == Message.FILL) {
      state = State.RUN;
    }
    return to;
  }

  private int skipRun(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to && bytes.getLong(at) == EIGHT_FILLS) {
      at += Long.BYTES;
    }
    while (at < to && bytes.get(at) == Message.FILL) {
      at++;
    }
    if (at < to) {
      state = State.TAIL;
      matched = 0;
    }
    return at;
  }

  private void matchTail(byte next) {
    if (next != TAIL[matched]) {
      // a length byte of a frame that happens to be the fill
      state = State.SEARCH;
    } else if (++matched == TAIL.length) {
      state = State.NUMBER;
      matched = 0;
      number = 0;
    }
  }

  private void digit(byte next, LongConsumer found) {
    number = number * 10 + (next - '0');
    if (++matched == Message.DIGITS) {
      state = State.SEARCH;
      found.accept(number);
    }
  }
}
