package dev.realtime.core.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.realtime.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON in UTF-8 as it grows: written left to right, payloads spliced in as they are.
 *
 * <p>Confined to one thread.
 */
public final class JsonWriter {
  private static final JsonStringEncoder STRINGS = JsonStringEncoder.getInstance();
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  public JsonWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Appends characters of ASCII that are JSON already. */
  @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int): the copy of ASCII we want
  public JsonWriter raw(String ascii) {
    ensure(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, size);
    size += ascii.length();
    return this;
  }

  /** Appends a quoted string. */
  public JsonWriter string(String value) {
    ensure(value.length() + 2);
    int start = size;
    bytes[size++] = '"';
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        size = start;
        return escaped(value);
      }
      bytes[size++] = (byte) c;
    }
    bytes[size++] = '"';
    return this;
  }

  private JsonWriter escaped(String value) {
    return raw("\"").bytes(STRINGS.quoteAsUTF8(value)).raw("\"");
  }

  public JsonWriter number(long value) {
    return raw(Long.toString(value));
  }

  /** Appends bytes that are JSON already. */
  public JsonWriter bytes(byte[] json) {
    ensure(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  /** Appends bytes that are JSON already; the buffer stays as it is. */
  JsonWriter bytes(ByteBuffer json) {
    ensure(json.remaining());
    json.get(json.position(), bytes, size, json.remaining());
    size += json.remaining();
    return this;
  }

  /** Appends a payload that is JSON. */
  public JsonWriter json(Payload payload) {
    ensure(payload.size());
    payload.copyTo(bytes, size);
    size += payload.size();
    return this;
  }

  /** Appends a payload that is text in UTF-8 as a string. */
  public JsonWriter text(Payload payload) {
    byte[] utf8 = payload.toByteArray();
    ensure(utf8.length * 6 + 2);
    bytes[size++] = '"';
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        bytes[size++] = '\\';
        bytes[size++] = b;
      } else if (b >= 0 && b < ' ') {
        raw("\\u00");
        bytes[size++] = HEX[b >> 4];
        bytes[size++] = HEX[b & 15];
      } else {
        bytes[size++] = b;
      }
    }
    bytes[size++] = '"';
    return this;
  }

  public JsonWriter base64(Payload payload) {
    return raw("\"").bytes(Base64.getEncoder().encode(payload.toByteArray())).raw("\"");
  }

  public int size() {
    return size;
  }

  /** Copies what was written so far. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, size);
  }

  public byte[] toByteArray() {
    return bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
  }

  /** What was written, shared with this writer, which is not to be used any more. */
  ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(bytes, 0, size).slice();
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
