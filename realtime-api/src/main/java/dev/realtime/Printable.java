package dev.realtime;

/** Foreign text as an error message may show it: no control characters, at most 80 characters. */
final class Printable {
  private static final int MAX = 80;

  private Printable() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX) + 1);
    for (int i = 0; i < text.length() && i < MAX; i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0) && !isBidiControl(c);
      out.append(plain ? c : '\uFFFD');
    }
    return text.length() > MAX ? out.append('…').toString() : out.toString();
  }

  private static boolean isBidiControl(char c) {
    return (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069')
        || Character.isSurrogate(c);
  }
}
