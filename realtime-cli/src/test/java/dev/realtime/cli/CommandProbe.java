package dev.realtime.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One command run in this process, with what it printed. */
final class CommandProbe {
  /** Remembers what is printed and can be waited on. */
  private static final class Printed extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
      super.write(bytes, from, count);
      notifyAll();
    }

    synchronized void await(String text) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!toString(StandardCharsets.UTF_8).contains(text)) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("no '" + text + "' in: " + toString(StandardCharsets.UTF_8));
        }
        wait(left / 1_000_000 + 1);
      }
    }
  }

  private final Printed out = new Printed();
  private final Printed err = new Printed();
  private final Stop stop = new Stop();
  private final CompletableFuture<Integer> code;

  private CommandProbe(InputStream in, String... args) {
    Console console =
        new Console(
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            stop);
    code = CompletableFuture.supplyAsync(() -> Cli.run(console, args), CommandProbe::inThread);
  }

  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "command");
    thread.setDaemon(true);
    thread.start();
  }

  static CommandProbe start(String... args) {
    return new CommandProbe(InputStream.nullInputStream(), args);
  }

  static CommandProbe startWithInput(InputStream input, String... args) {
    return new CommandProbe(input, args);
  }

  static CommandProbe startWithInput(String input, String... args) {
    return startWithInput(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
  }

  /** Runs a command to its end. */
  static CommandProbe run(String... args) {
    CommandProbe probe = start(args);
    probe.exitCode();
    return probe;
  }

  CommandProbe stop() {
    stop.request();
    return this;
  }

  int exitCode() {
    return code.orTimeout(30, TimeUnit.SECONDS).join();
  }

  List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  void awaitOut(String text) throws InterruptedException {
    out.await(text);
  }

  void awaitErr(String text) throws InterruptedException {
    err.await(text);
  }
}
