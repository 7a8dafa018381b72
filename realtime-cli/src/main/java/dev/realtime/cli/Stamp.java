package dev.realtime.cli;

import dev.realtime.Payload;

/** A payload that carries the time at which it was meant to be published. */
final class Stamp {
  /** The bytes of a payload without padding. */
  static final int MIN_SIZE = 36;

  private static final String BEFORE = "{\"t\":";
  private static final String PADDING = ",\"p\":\"";

  /** The time of a message that goes before those that are measured. */
  static final long WARM_UP = 0;

  private Stamp() {}

  static Payload of(long nanos, int size) {
    String start = BEFORE + nanos + PADDING;
    return Payload.json(start + "x".repeat(Math.max(0, size - start.length() - 2)) + "\"}");
  }

  /** The time in a payload; {@link #WARM_UP} if it is not measured. */
  static long nanos(Payload payload) {
    String text = payload.toText();
    int end = text.indexOf(PADDING);
    return text.startsWith(BEFORE) && end > 0
        ? Long.parseLong(text, BEFORE.length(), end, 10)
        : WARM_UP;
  }
}
