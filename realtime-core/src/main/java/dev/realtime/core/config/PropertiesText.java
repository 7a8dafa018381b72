package dev.realtime.core.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the format of {@link java.util.Properties} and keeps the line of each setting, which that
 * class does not.
 *
 * <p>Confined to one read.
 */
final class PropertiesText {
  private static final String BLANKS = " \t\f";

  private final Origin.Kind kind;
  private final String file;
  private final List<Setting> settings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  PropertiesText(Origin.Kind kind, String file) {
    this.kind = kind;
    this.file = file;
  }

  Source read(String text) {
    String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\r|\n", -1);
    int next = 0;
    while (next < lines.length) {
      int first = next;
      String line = unindented(lines[next++]);
      if (isNoSetting(line)) {
        continue;
      }
      StringBuilder whole = new StringBuilder(line);
      while (endsOpen(whole) && next < lines.length) {
        whole.setLength(whole.length() - 1);
        whole.append(unindented(lines[next++]));
      }
      setting(whole.toString(), new Origin(kind, file + ":" + (first + 1)));
    }
    return new Source(kind, settings, problems);
  }

  /** Java lets a comment begin after a backslash that stands alone. */
  private static boolean isNoSetting(String line) {
    return line.isEmpty() || line.equals("\\") || line.startsWith("#") || line.startsWith("!");
  }

  private void setting(String line, Origin origin) {
    int end = endOfKey(line);
    int start = end;
    while (start < line.length() && isBlank(line.charAt(start))) {
      start++;
    }
    if (start < line.length() && isSeparator(line.charAt(start))) {
      start++;
    }
    try {
      String key = unescaped(line.substring(0, end));
      settings.add(new Setting(key, unescaped(unindented(line.substring(start))), origin));
    } catch (NumberFormatException e) {
      problems.add(
          "\\u is followed by no four hexadecimal digits ("
              + origin.inMessage()
              + "). Write \\\\ for one backslash.");
    }
  }

  private static int endOfKey(String line) {
    int i = 0;
    while (i < line.length() && !isBlank(line.charAt(i)) && !isSeparator(line.charAt(i))) {
      i += line.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, line.length());
  }

  /** Whether the line ends with a backslash that no other backslash escapes. */
  private static boolean endsOpen(CharSequence line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static String unindented(String line) {
    int start = 0;
    while (start < line.length() && isBlank(line.charAt(start))) {
      start++;
    }
    return line.substring(start);
  }

  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
      } else if (++i < text.length()) {
        out.append(text.charAt(i) == 'u' ? unicode(text, i + 1) : escape(text.charAt(i)));
        i += text.charAt(i) == 'u' ? 4 : 0;
      }
    }
    return out.toString();
  }

  private static char unicode(String text, int start) {
    int end = start + 4;
    if (end > text.length() || !text.substring(start, end).matches("[0-9A-Fa-f]{4}")) {
      throw new NumberFormatException();
    }
    return (char) Integer.parseInt(text, start, end, 16);
  }

  private static char escape(char c) {
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'f' -> '\f';
      default -> c;
    };
  }

  private static boolean isBlank(char c) {
    return BLANKS.indexOf(c) >= 0;
  }

  private static boolean isSeparator(char c) {
    return c == '=' || c == ':';
  }
}
