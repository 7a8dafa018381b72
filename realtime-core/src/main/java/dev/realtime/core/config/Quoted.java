package dev.realtime.core.config;

/** Foreign text in one line of a message: no control characters, at most 80 characters. */
final class Quoted {
  private static final int MAX = 80;

  private Quoted() {}

  /** The text between quotes. */
  static String of(String text) {
    return "'" + plain(text) + "'";
  }

  /** The whole text between quotes, for a path, whose end matters. */
  static String whole(String text) {
    return "'" + shown(text, Integer.MAX_VALUE) + "'";
  }

  /** The text without quotes. */
  static String plain(String text) {
    String cut = text.codePointCount(0, text.length()) > MAX ? "…" : "";
    return shown(text, MAX) + cut;
  }

  private static String shown(String text, int max) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(max).map(Quoted::shown).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static int shown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          '\uFFFD';
      default -> c;
    };
  }
}
