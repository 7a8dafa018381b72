package dev.realtime.core.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Origins of web pages as browsers send them (RFC 6454 §6.2), or {@code *} for every page. */
final class WebOrigins {
  private static final Pattern SERIALIZED =
      Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[1-9]\\d{0,4})?");
  private static final String ADVICE =
      "Write scheme://host or scheme://host:port as the browser sends it, or * for every page.";

  private WebOrigins() {}

  static ValueType<List<String>> list() {
    return new ValueType<>("list of origins", "", text -> Lists.read(text, WebOrigins::read));
  }

  private static String read(String text) throws BadValueException {
    if (text.equals("*")) {
      return text;
    }
    String sent = asSent(text);
    if (!SERIALIZED.matcher(sent).matches()) {
      throw new BadValueException(Quoted.of(text) + " is not an origin", ADVICE);
    }
    if (!sent.equals(text)) {
      throw new BadValueException(
          Quoted.of(text) + " is not an origin", ADVICE + " Did you mean '" + sent + "'?");
    }
    return text;
  }

  /** What a browser sends for it: lower case, no slash, no port that the scheme implies. */
  private static String asSent(String text) {
    String sent = text.toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
    if (sent.startsWith("https://")) {
      return sent.replaceFirst(":443$", "");
    }
    return sent.startsWith("http://") ? sent.replaceFirst(":80$", "") : sent;
  }
}
