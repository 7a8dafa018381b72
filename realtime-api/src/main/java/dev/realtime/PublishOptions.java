package dev.realtime;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a publish says beside the data.
 *
 * <p>Immutable.
 *
 * @param key what the message is about; at most 256 bytes of UTF-8 without control characters,
 *     empty for none
 * @param type what kind of message it is; {@code [A-Za-z0-9._-]{1,64}}, empty for none
 * @param headers further attributes: at most 32, names as type, values as key
 */
public record PublishOptions(String key, String type, Map<String, String> headers) {
  private static final PublishOptions DEFAULTS = new PublishOptions("", "", Map.of());
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MAX_HEADERS = 32;
  private static final int MAX_VALUE = 256;

  /** Checks the grammars and copies. */
  public PublishOptions {
    requireValue("key", key);
    if (!type.isEmpty()) {
      requireName("type", type);
    }
    if (headers.size() > MAX_HEADERS) {
      throw new IllegalArgumentException(
          headers.size() + " headers; at most " + MAX_HEADERS + " are allowed");
    }
    headers.forEach(
        (name, value) -> {
          requireName("header name", name);
          requireValue("header " + name, value);
        });
    headers =
        headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Neither key nor type nor headers. */
  public static PublishOptions defaults() {
    return DEFAULTS;
  }

  /** These options with a key. */
  public PublishOptions withKey(String value) {
    return new PublishOptions(value, type, headers);
  }

  /** These options with a type. */
  public PublishOptions withType(String value) {
    return new PublishOptions(key, value, headers);
  }

  /** These options with one more header. */
  public PublishOptions withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new PublishOptions(key, type, more);
  }

  private static void requireName(String what, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " '" + Printable.of(value) + "' is not 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
  }

  private static void requireValue(String what, String value) {
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE) {
      throw new IllegalArgumentException(what + " is over " + MAX_VALUE + " bytes");
    }
    if (value.chars().anyMatch(c -> c < ' ' || (c >= 0x7f && c < 0xa0))) {
      throw new IllegalArgumentException(what + " has a control character");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(what + " has half of a surrogate pair, which is no text");
    }
  }
}
