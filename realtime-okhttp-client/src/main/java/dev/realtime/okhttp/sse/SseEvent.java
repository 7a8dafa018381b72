package dev.realtime.okhttp.sse;

/** One event of a stream. Immutable, but for the bytes, which belong to the reader's caller. */
final class SseEvent {
  private final String name;
  private final byte[] data;

  SseEvent(String name, byte[] data) {
    this.name = name;
    this.data = data;
  }

  /** {@code message} unless named. */
  String name() {
    return name;
  }

  /** The data lines, joined by line feeds. */
  byte[] data() {
    return data;
  }
}
