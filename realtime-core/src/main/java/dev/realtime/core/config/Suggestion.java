package dev.realtime.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that a mistaken one most likely stands for. */
final class Suggestion {
  private static final int MAX_LENGTH = 100;

  private Suggestion() {}

  /** The closest word, empty if none differs in a third of its letters or less. */
  static Optional<String> closest(String text, Collection<String> words) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String mistaken = Names.canonical(text);
    return words.stream()
        .filter(word -> distance(mistaken, Names.canonical(word)) <= tolerated(word))
        .min(Comparator.comparingInt(word -> distance(mistaken, Names.canonical(word))));
  }

  private static int tolerated(String word) {
    return Math.min(3, Math.max(1, Names.canonical(word).length() / 3));
  }

  /** Letters to insert, remove, replace or swap with a neighbour to get from one to the other. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(d[i - 1][j - 1] + changed, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
