package dev.realtime.core.wire;

import com.fasterxml.jackson.core.JsonParser;
import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.RejectedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What a payload must be to be published, the same at the client and the server, on every transport
 * (SPEC 1.8, 1.9; docs/wire.md).
 */
public final class PayloadRules {
  private PayloadRules() {}

  /**
   * The payload as it is stored: JSON in one line without blanks around it, all else unchanged. So
   * a message is the same whichever way it was sent.
   *
   * @throws RejectedException payload-too-large, unsupported-media-type or bad-request
   */
  public static Payload check(Payload payload, int maxBytes) {
    checkSize(payload.size(), maxBytes);
    String contentType = ContentType.check(payload.contentType());
    if (payload.isJson()) {
      return json(payload, contentType);
    }
    if (payload.isText()) {
      checkUtf8(payload);
    }
    return payload;
  }

  /** Refuses a size above the limit. */
  public static void checkSize(long bytes, int maxBytes) {
    if (bytes > maxBytes) {
      throw new RejectedException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "the payload has "
              + bytes
              + " bytes; at most "
              + maxBytes
              + " are allowed (realtime.max-message-size)");
    }
  }

  private static Payload json(Payload payload, String contentType) {
    byte[] bytes = payload.toByteArray();
    JsonReader.requireUtf8(bytes);
    checkUtf8(payload);
    try (JsonParser parser = JsonReader.PAYLOAD.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw JsonReader.malformed("the payload is empty; JSON has at least one value");
      }
      parser.skipChildren();
      parser.finishToken();
      if (parser.nextToken() != null) {
        throw JsonReader.malformed("the payload has more than one JSON value");
      }
    } catch (IOException e) {
      throw JsonReader.malformed(e);
    }
    return oneLine(bytes, payload, contentType);
  }

  /** Blanks around go; raw line ends, which in JSON stand outside strings alone, become spaces. */
  private static Payload oneLine(byte[] bytes, Payload payload, String contentType) {
    int from = 0;
    int to = bytes.length;
    while (isBlank(bytes[from])) {
      from++;
    }
    while (isBlank(bytes[to - 1])) {
      to--;
    }
    boolean changed = to - from < bytes.length || !contentType.equals(payload.contentType());
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\r' || bytes[i] == '\n') {
        bytes[i] = ' ';
        changed = true;
      }
    }
    return changed ? Payload.wrap(bytes, from, to - from, contentType) : payload;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private static void checkUtf8(Payload payload) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(payload.toByteBuffer());
    } catch (CharacterCodingException e) {
      throw new RejectedException(ErrorCode.BAD_REQUEST, "the payload is not UTF-8", e);
    }
  }
}
