package dev.realtime.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Help.Ansi;

/** The process of the command line. */
public final class Main {
  private static final long END_WITHIN_SECONDS = 60;

  /** Silent, because the commands tell the same states and warnings themselves. */
  private static final List<Logger> TOLD =
      List.of(
          Logger.getLogger("dev.realtime.client"), Logger.getLogger("dev.realtime.configuration"));

  private Main() {}

  /** Runs a command and exits with its code; SIGINT and SIGTERM end it in order. */
  public static void main(String[] args) {
    if (System.getProperty("java.util.logging.config.file") == null) {
      Logger.getLogger("").setLevel(Level.WARNING);
      TOLD.forEach(logger -> logger.setLevel(Level.OFF));
    }
    Map<String, String> environment = System.getenv();
    Stop stop = new Stop();
    Console console =
        new Console(
            System.in,
            System.out,
            System.err,
            Console.colored(environment, Ansi.AUTO.enabled()),
            stop);
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop, code), "realtime-stop-1"));
    try {
      code.complete(Cli.run(console, args));
    } finally {
      code.complete(ExitCode.FAILURE);
    }
    System.exit(code.join());
  }

  /** Waits for the command, so that the process ends with its code and not with the signal's. */
  private static void end(Stop stop, CompletableFuture<Integer> code) {
    stop.request();
    int exit =
        code.completeOnTimeout(ExitCode.FAILURE, END_WITHIN_SECONDS, TimeUnit.SECONDS).join();
    Runtime.getRuntime().halt(exit);
  }
}
