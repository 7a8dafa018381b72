package dev.realtime.core.wire;

import com.fasterxml.jackson.core.JsonParser;
import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.RejectedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a payload must be to be published, the same at the client and the server, on every transport
 * (SPEC 1.8, 1.9; docs/wire.md).
 */
public final class PayloadRules {
  private static final int MAX_CONTENT_TYPE = 200;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String QUOTED = "\"[\t !#-\\[\\]-~]*+\"";
  private static final String PARAMETER = TOKEN + "=(?:" + TOKEN + "|" + QUOTED + ")";

  /** RFC 9110 §8.3.1. Nothing in it is tried twice, whatever a sender makes up. */
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(TOKEN + "/" + TOKEN + "(?:[ \\t]*+;[ \\t]*+(?:" + PARAMETER + ")?+)*+");

  private static final Pattern JSON_IN_UTF_8 =
      Pattern.compile("application/json(\\s*;\\s*charset=\"?utf-?8\"?)?", Pattern.CASE_INSENSITIVE);

  private PayloadRules() {}

  /**
   * The payload as it is stored: JSON in one line without blanks around it, all else unchanged. So
   * a message is the same whichever way it was sent.
   *
   * @throws RejectedException payload-too-large, unsupported-media-type or bad-request
   */
  public static Payload check(Payload payload, int maxBytes) {
    checkSize(payload.size(), maxBytes);
    checkContentType(payload);
    if (payload.isJson()) {
      return json(payload);
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

  private static void checkContentType(Payload payload) {
    String type = payload.contentType();
    if (type.equals(Payload.JSON)) {
      return;
    }
    if (type.length() > MAX_CONTENT_TYPE || !CONTENT_TYPE.matcher(type).matches()) {
      throw new RejectedException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "the content type is not one type/subtype, maybe with parameters, in at most "
              + MAX_CONTENT_TYPE
              + " characters (RFC 9110 §8.3.1)");
    }
    String lower = type.toLowerCase(Locale.ROOT);
    int charset = lower.indexOf("charset=");
    if (charset >= 0 && (payload.isText() || payload.isJson())) {
      String name = lower.substring(charset + 8).replace("\"", "").strip();
      if (!name.matches("utf-?8(\\s*;.*)?|us-ascii(\\s*;.*)?")) {
        throw new RejectedException(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE, "text is UTF-8; the content type says " + type);
      }
    }
  }

  private static Payload json(Payload payload) {
    checkUtf8(payload);
    byte[] bytes = payload.toByteArray();
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
    return oneLine(bytes, payload);
  }

  /** Blanks around go; raw line ends, which in JSON stand outside strings alone, become spaces. */
  private static Payload oneLine(byte[] bytes, Payload payload) {
    int from = 0;
    int to = bytes.length;
    while (isBlank(bytes[from])) {
      from++;
    }
    while (isBlank(bytes[to - 1])) {
      to--;
    }
    String type = payload.contentType();
    String known = JSON_IN_UTF_8.matcher(type).matches() ? Payload.JSON : type;
    boolean changed = to - from < bytes.length || !known.equals(type);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\r' || bytes[i] == '\n') {
        bytes[i] = ' ';
        changed = true;
      }
    }
    return changed ? Payload.wrap(bytes, from, to - from, known) : payload;
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
    byte[] bytes = payload.size() < 3 ? new byte[0] : payload.toByteArray();
    boolean mark =
        bytes.length >= 3
            && (bytes[0] & 0xff) == 0xef
            && (bytes[1] & 0xff) == 0xbb
            && (bytes[2] & 0xff) == 0xbf;
    if (mark && payload.isJson()) {
      throw JsonReader.malformed("JSON begins with a byte order mark; leave it out");
    }
  }
}
