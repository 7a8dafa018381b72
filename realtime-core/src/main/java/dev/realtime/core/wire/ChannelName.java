package dev.realtime.core.wire;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;

/**
 * The grammar of channel names, the same on every transport: 1 to 8 segments joined by {@code /},
 * each 1 to 64 characters of {@code A-Z a-z 0-9 . _ ~ : @ -} and neither {@code .} nor {@code ..},
 * at most 200 characters in all. {@link #WEBHOOKS} is one too, to be read alone.
 */
public final class ChannelName {
  /** The channel of what happens to webhooks; the only name of the library's own. */
  public static final String WEBHOOKS = "$webhooks";

  private static final int MAX = 200;
  private static final int MAX_SEGMENTS = 8;
  private static final int MAX_SEGMENT = 64;

  private ChannelName() {}

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if it is not of the grammar; the text says why
   */
  public static String check(String name) {
    if (name.equals(WEBHOOKS)) {
      return name;
    }
    if (name.length() > MAX) {
      throw refused(name, "it has " + name.length() + " characters, at most 200 are allowed");
    }
    int segments = 0;
    for (int from = 0; from <= name.length(); ) {
      int end = name.indexOf('/', from);
      int to = end < 0 ? name.length() : end;
      checkSegment(name, from, to);
      segments++;
      from = to + 1;
    }
    if (segments > MAX_SEGMENTS) {
      throw refused(name, "it has " + segments + " segments, at most 8 are allowed");
    }
    return name;
  }

  /**
   * The name of a channel that can be published to.
   *
   * @throws RejectedException forbidden if the library alone does
   */
  public static String checkPublishable(String name) {
    if (name.startsWith("$")) {
      throw new RejectedException(
          ErrorCode.FORBIDDEN, "the library alone publishes to a channel that begins with $");
    }
    return name;
  }

  private static void checkSegment(String name, int from, int to) {
    int length = to - from;
    if (length == 0) {
      throw refused(name, "a segment is empty");
    }
    if (length > MAX_SEGMENT) {
      throw refused(name, "a segment has " + length + " characters, at most 64 are allowed");
    }
    if (name.charAt(from) == '.'
        && (length == 1 || (length == 2 && name.charAt(from + 1) == '.'))) {
      throw refused(name, "a segment is '.' or '..'");
    }
    for (int i = from; i < to; i++) {
      if (!isAllowed(name.charAt(i))) {
        throw refused(name, "character " + (i + 1) + " is none of A-Z a-z 0-9 . _ ~ : @ -");
      }
    }
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (c == '.' || c == '_' || c == '~' || c == ':' || c == '@' || c == '-');
  }

  private static IllegalArgumentException refused(String name, String why) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < name.length() && i < 80; i++) {
      char c = name.charAt(i);
      shown.append(c > ' ' && c < 0x7f ? c : '\uFFFD');
    }
    return new IllegalArgumentException(
        "'"
            + shown
            + "' is not a channel name: "
            + why
            + ". A channel name is 1 to 8 segments joined by '/', for example chat/lobby.");
  }
}
