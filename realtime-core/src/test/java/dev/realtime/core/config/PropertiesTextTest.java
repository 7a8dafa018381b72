package dev.realtime.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesTextTest {
  private static final String[] PIECES = {
    "a", "b", "é", "=", ":", " ", "\t", "\\", "\n", "\r\n", "\r", "#", "!", "n", "\\u0041", "\f"
  };

  @Test
  void keepsTheLineAtWhichASettingBegins() {
    Source source =
        read(
            "\uFEFF# comment\n! too\n\n  first = one\r\nsecond:\\\n   t\\\n  wo\nthird\u0009three\n");

    assertThat(source.settings())
        .extracting(Setting::name, Setting::text, s -> s.origin().toString())
        .containsExactly(
            tuple("first", "one", "f:4"),
            tuple("second", "two", "f:5"),
            tuple("third", "three", "f:8"));
  }

  @Test
  void refusesAHalfEscape() {
    assertThat(read("path=C:\\users\nother=1\n").problems())
        .containsExactly(
            "\\u is followed by no four hexadecimal digits (from f:1). Write \\\\ for one"
                + " backslash.");
  }

  @Test
  void readsWhatJavaReads() throws IOException {
    for (long seed = 0; seed < 20_000; seed++) {
      String text = text(new Random(seed));
      Properties expected = new Properties();
      expected.load(new StringReader(text));
      Map<Object, Object> actual = new HashMap<>();
      read(text).settings().forEach(s -> actual.put(s.name(), s.text()));

      assertThat(actual).as("seed %d: %s", seed, text).isEqualTo(expected);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(25);
    for (int i = 0; i < length; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.append("\nend=1\n").toString();
  }

  private static Source read(String text) {
    return new PropertiesText(Origin.Kind.FILE, "f").read(text);
  }
}
