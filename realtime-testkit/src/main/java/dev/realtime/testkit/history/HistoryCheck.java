package dev.realtime.testkit.history;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The command that judges history files and prints the report. */
public final class HistoryCheck {
  private static final String USAGE = "usage: HistoryCheck [--no-realtime] FILE...";
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int UNUSABLE = 2;

  private HistoryCheck() {}

  /**
   * Ends with 0 if every invariant holds, 1 if not, 2 if the arguments or files are of no use.
   *
   * @param args {@code --no-realtime} if the files have no common clock, then the files
   */
  public static void main(String[] args) {
    System.exit(run(Arrays.asList(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    boolean clockless = !args.isEmpty() && args.get(0).equals("--no-realtime");
    List<String> names = clockless ? args.subList(1, args.size()) : args;
    if (names.isEmpty() || names.stream().anyMatch(name -> name.startsWith("--"))) {
      err.println(USAGE);
      return UNUSABLE;
    }
    List<Path> files = names.stream().map(Path::of).toList();
    try {
      Verdict verdict =
          clockless ? HistoryChecker.checkWithoutCommonClock(files) : HistoryChecker.check(files);
      out.println(verdict);
      return verdict.passed() ? PASSED : FAILED;
    } catch (UncheckedIOException e) {
      err.println(e.getCause());
      return UNUSABLE;
    }
  }
}
