package dev.realtime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a message as published, with their media type. The size limit of a message counts
 * these bytes, before any encoding of a transport (SPEC 1.9).
 *
 * <p>Immutable: bytes are copied on the way in and out, except by {@link #wrap}.
 */
public final class Payload {
  /** The media type of a payload whose type is not given. */
  public static final String JSON = "application/json";

  private final byte[] bytes;
  private final int from;
  private final int size;
  private final String contentType;

  private Payload(byte[] bytes, int from, int size, String contentType) {
    this.bytes = bytes;
    this.from = from;
    this.size = size;
    this.contentType = contentType;
  }

  /** A payload with a copy of the bytes. */
  public static Payload of(byte[] bytes, String contentType) {
    return new Payload(bytes.clone(), 0, bytes.length, contentType);
  }

  /** A payload of JSON text. The text is not checked here but when it is published. */
  public static Payload json(String json) {
    return of(json, JSON);
  }

  /**
   * A payload of the UTF-8 bytes of a text.
   *
   * @throws IllegalArgumentException if the text has half of a surrogate pair, which has no bytes
   */
  public static Payload of(String text, String contentType) {
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return new Payload(utf8.array(), utf8.arrayOffset(), utf8.limit(), contentType);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the text has half of a surrogate pair", e);
    }
  }

  /**
   * A payload that shares a part of an array. The caller gives the array away: whoever writes to it
   * afterwards changes a message that others have seen.
   */
  public static Payload wrap(byte[] bytes, int from, int size, String contentType) {
    if ((from | size) < 0 || size > bytes.length - from) {
      throw new IndexOutOfBoundsException(from + "+" + size + " of " + bytes.length);
    }
    return new Payload(bytes, from, size, contentType);
  }

  /** The number of bytes. */
  public int size() {
    return size;
  }

  /** The media type, such as {@code application/json}; never empty. */
  public String contentType() {
    return contentType;
  }

  /** The media type without parameters, in lower case. */
  public String mediaType() {
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    return type.strip().toLowerCase(java.util.Locale.ROOT);
  }

  /** Whether the media type is {@code application/json} or ends in {@code +json}. */
  public boolean isJson() {
    if (contentType.equals(JSON)) {
      return true;
    }
    String type = mediaType();
    return type.equals(JSON) || type.endsWith("+json");
  }

  /** Whether the media type is of {@code text/*}. */
  public boolean isText() {
    return mediaType().startsWith("text/");
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, from, from + size);
  }

  /** A read-only view of the bytes. */
  public ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(bytes, from, size).slice().asReadOnlyBuffer();
  }

  /** Copies the bytes into an array, which must have room for {@link #size} bytes. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, from, target, at, size);
  }

  /** The bytes read as UTF-8. */
  public String toText() {
    return new String(bytes, from, size, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload p
        && contentType.equals(p.contentType)
        && Arrays.equals(bytes, from, from + size, p.bytes, p.from, p.from + p.size);
  }

  @Override
  public int hashCode() {
    int hash = contentType.hashCode();
    for (int i = from; i < from + size; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** The type and size; never the bytes. */
  @Override
  public String toString() {
    return contentType + " of " + size + " bytes";
  }
}
