package dev.realtime.core.wire;

import java.util.regex.Pattern;

/** The grammar of channel names, the same on every transport. */
public final class ChannelName {
  private static final Pattern GRAMMAR =
      Pattern.compile("[A-Za-z0-9._~:@-]{1,64}(/[A-Za-z0-9._~:@-]{1,64}){0,7}");
  private static final Pattern DOTS = Pattern.compile("(.*/)?\\.{1,2}(/.*)?");
  private static final int MAX = 200;

  private ChannelName() {}

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if it is not of the grammar
   */
  public static String check(String name) {
    if (name.length() > MAX || !GRAMMAR.matcher(name).matches() || DOTS.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "this is no channel name. A channel name has 1 to 8 segments joined by '/', each 1 to 64"
              + " characters of A-Z a-z 0-9 . _ ~ : @ - and neither '.' nor '..', at most 200"
              + " characters in all");
    }
    return name;
  }
}
