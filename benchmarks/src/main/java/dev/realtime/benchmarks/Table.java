package dev.realtime.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the lines of many runs of {@link Load} into a Markdown table of ratios. */
public final class Table {
  private Table() {}

  /** Reads standard input. */
  public static void main(String[] args) throws IOException {
    Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      if (words.length == 5) {
        figures
            .computeIfAbsent(
                words[0] + " | " + words[1] + " | " + words[3], k -> new LinkedHashMap<>())
            .computeIfAbsent(words[2], k -> new ArrayList<>())
            .add(Double.parseDouble(words[4]));
      }
    }
    System.out.println(
        "| scenario | transport | figure | ours: best, median (spread) | Nchan: best, median (spread) | ratio of bests | of medians |");
    System.out.println("|---|---|---|---|---|---|---|");
    figures.forEach((what, of) -> System.out.println(row(what, of)));
  }

  private static String row(String what, Map<String, List<Double>> of) {
    boolean moreIsBetter = what.endsWith("_per_s");
    List<Double> ours = of.getOrDefault("realtime", List.of());
    List<Double> theirs = of.getOrDefault("nchan", List.of());
    String ratios =
        ours.isEmpty() || theirs.isEmpty()
            ? "– | –"
            : "%.2f | %.2f"
                .formatted(
                    best(ours, moreIsBetter) / best(theirs, moreIsBetter),
                    median(ours) / median(theirs));
    return "| %s | %s | %s | %s |"
        .formatted(what, cell(ours, moreIsBetter), cell(theirs, moreIsBetter), ratios);
  }

  private static String cell(List<Double> values, boolean moreIsBetter) {
    if (values.isEmpty()) {
      return "–";
    }
    double spread = 100 * (Collections.max(values) - Collections.min(values)) / median(values);
    return String.format(
        Locale.ROOT,
        "%s, %s (%.0f %%)",
        shown(best(values, moreIsBetter)),
        shown(median(values)),
        spread);
  }

  private static String shown(double value) {
    return value >= 1_000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static double best(List<Double> values, boolean moreIsBetter) {
    return moreIsBetter ? Collections.max(values) : Collections.min(values);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
