package dev.realtime.core.wire;

import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.RejectedException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of content types: one {@code type/subtype}, maybe with parameters, in ASCII (RFC 9110
 * §8.3.1). Nothing in it is tried twice, whatever a sender makes up.
 */
public final class ContentType {
  private static final int MAX = 200;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String QUOTED = "\"(?:[\\t !#-\\[\\]-~]|\\\\[\\t -~])*+\"";
  private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
  private static final Pattern PARAMETER =
      Pattern.compile(
          "[\\t ]*+;[\\t ]*+(?:(?<name>" + TOKEN + ")=(?<value>" + TOKEN + "|" + QUOTED + "))?");

  private ContentType() {}

  /**
   * The content type as it is kept: JSON in UTF-8 is {@code application/json} however it says so,
   * all else stays as it is.
   *
   * @throws RejectedException unsupported-media-type if it is none, or names a charset other than
   *     that of text
   */
  public static String check(String contentType) {
    if (contentType.equals(Payload.JSON)) {
      return contentType;
    }
    Matcher media = MEDIA_TYPE.matcher(contentType);
    if (contentType.length() > MAX || !media.lookingAt()) {
      throw refused(contentType);
    }
    String type = media.group().toLowerCase(Locale.ROOT);
    boolean json = type.equals(Payload.JSON);
    boolean text = json || type.endsWith("+json") || type.startsWith("text/");
    boolean plain = true;
    Matcher parameter = PARAMETER.matcher(contentType);
    for (int at = media.end(); at < contentType.length(); at = parameter.end()) {
      if (!parameter.region(at, contentType.length()).lookingAt()) {
        throw refused(contentType);
      }
      String charset = charset(parameter);
      if (text && !charset.isEmpty() && !charset.matches("utf-?8|us-ascii")) {
        throw new RejectedException(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            "text and JSON are UTF-8; the content type says " + contentType);
      }
      plain &= parameter.group("name") == null || charset.startsWith("utf");
    }
    return json && plain ? Payload.JSON : contentType;
  }

  /** The value of the parameter if it is a charset, else nothing. */
  private static String charset(Matcher parameter) {
    return "charset".equalsIgnoreCase(parameter.group("name"))
        ? parameter.group("value").replaceAll("[\"\\\\]", "").toLowerCase(Locale.ROOT)
        : "";
  }

  private static RejectedException refused(String contentType) {
    return new RejectedException(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "the content type '"
            + shown(contentType)
            + "' is not one type/subtype, maybe with parameters, in at most "
            + MAX
            + " characters of ASCII (RFC 9110 §8.3.1), for example application/json or"
            + " text/plain; charset=utf-8");
  }

  private static String shown(String contentType) {
    return contentType.chars().limit(MAX).mapToObj(ContentType::shown).reduce("", String::concat);
  }

  private static String shown(int c) {
    return c >= ' ' && c < 0x7f ? Character.toString(c) : "\uFFFD";
  }
}
