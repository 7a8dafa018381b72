package dev.realtime.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers to long polls.
 *
 * <p>Confined to the thread of the load loop.
 */
final class PollReader {
  private static final int END_OF_HEAD = 0x0d0a0d0a;

  private final MarkerScanner scanner;
  private byte[] head = new byte[512];
  private int headBytes;
  private int lastFour;
  private long bodyLeft = -1;

  PollReader(MarkerScanner scanner) {
    this.scanner = scanner;
  }

  /** Reads on; gives the head of the answer that ended, else null. */
  @Nullable String read(ByteBuffer bytes, LongConsumer found) {
    int at = bytes.position();
    while (bodyLeft < 0 && at < bytes.limit()) {
      readHead(bytes.get(at++));
    }
    if (bodyLeft < 0) {
      return null;
    }
    int to = (int) Math.min(bytes.limit(), at + bodyLeft);
    scanner.scan(bytes, at, to, found);
    bodyLeft -= to - at;
    if (to < bytes.limit()) {
      throw new IllegalStateException("more than one answer to a poll");
    }
    return bodyLeft == 0 ? over() : null;
  }

  private void readHead(byte next) {
    if (headBytes == head.length) {
      head = Arrays.copyOf(head, 2 * headBytes);
    }
    head[headBytes++] = next;
    lastFour = (lastFour << 8) | (next & 0xff);
    if (lastFour == END_OF_HEAD) {
      String text = text();
      if (!text.startsWith("HTTP/1.1 200 ")) {
        throw new IllegalStateException("a poll was answered with " + text);
      }
      bodyLeft = Long.parseLong(Target.header(text, "Content-Length"));
    }
  }

  private String over() {
    String text = text();
    headBytes = 0;
    lastFour = 0;
    bodyLeft = -1;
    return text;
  }

  private String text() {
    return new String(head, 0, headBytes, StandardCharsets.ISO_8859_1);
  }
}
