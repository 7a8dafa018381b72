package dev.realtime.okhttp.sse;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream byte by byte as the HTML standard says (§9.2.6), with a limit on the size
 * of an event. An event that the end of the stream cuts is not one. Ids and retry times are left to
 * the batches and the loop.
 *
 * <p>Confined to one thread; blocks it.
 */
final class SseReader {
  private static final ByteString LINE_END = ByteString.encodeUtf8("\r\n");
  private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

  private final BufferedSource source;
  private final long maxEventBytes;
  private final Runnable heard;
  private boolean begun;
  private boolean afterCarriageReturn;

  /** A reader that tells of every byte that comes. */
  SseReader(BufferedSource source, long maxEventBytes, Runnable heard) {
    this.source = source;
    this.maxEventBytes = maxEventBytes;
    this.heard = heard;
  }

  /** The next event that has data; null at the end of the stream. */
  @Nullable SseEvent next() throws IOException {
    String name = "";
    Buffer data = new Buffer();
    boolean hasData = false;
    for (ByteString line = line(); line != null; line = line()) {
      if (line.size() == 0) {
        if (hasData) {
          return new SseEvent(name.isEmpty() ? "message" : name, data.readByteArray());
        }
        name = "";
      } else if (isField(line, "data")) {
        if (hasData) {
          data.writeByte('\n');
        }
        hasData = true;
        data.write(value(line, "data"));
        checkSize(data.size());
      } else if (isField(line, "event")) {
        name = value(line, "event").string(StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  private static boolean isField(ByteString line, String field) {
    int length = field.length();
    return line.size() >= length
        && line.rangeEquals(0, ByteString.encodeUtf8(field), 0, length)
        && (line.size() == length || line.getByte(length) == ':');
  }

  private static ByteString value(ByteString line, String field) {
    int from = Math.min(field.length() + 1, line.size());
    if (from < line.size() && line.getByte(from) == ' ') {
      from++;
    }
    return line.substring(from);
  }

  /** A line without its end, which is LF, CR or CRLF; null at the end of the stream. */
  private @Nullable ByteString line() throws IOException {
    if (!begun) {
      begun = true;
      if (source.rangeEquals(0, BYTE_ORDER_MARK)) {
        source.skip(BYTE_ORDER_MARK.size());
      }
    }
    if (afterCarriageReturn) {
      afterCarriageReturn = false;
      if (source.request(1) && source.getBuffer().getByte(0) == '\n') {
        source.skip(1);
      }
    }
    long end = lineEnd();
    if (end < 0) {
      return null;
    }
    ByteString line = source.readByteString(end);
    afterCarriageReturn = source.readByte() == '\r';
    return line;
  }

  private long lineEnd() throws IOException {
    long from = 0;
    while (true) {
      long end = source.getBuffer().indexOfElement(LINE_END, from);
      if (end >= 0) {
        return end;
      }
      from = source.getBuffer().size();
      checkSize(from);
      if (!source.request(from + 1)) {
        return -1;
      }
      heard.run();
    }
  }

  private void checkSize(long bytes) throws ProtocolException {
    if (bytes > maxEventBytes) {
      throw new ProtocolException("an event has over " + maxEventBytes + " bytes");
    }
  }
}
