package dev.realtime.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/** A subscriber that comes when the log holds messages, and reads them all. */
final class CatchUp {
  private static final int BATCH = 100;

  private CatchUp() {}

  static void run(Load load) throws IOException {
    int messages = load.number("messages", 10_000);
    int history = load.number("history", 0);
    int subscribers = load.number("subscribers", 1);
    int repeats = load.number("repeats", 10);
    try (LoadLoop loop = load.loop()) {
      if (history > 0) {
        loop.fillBatches(history / BATCH, BATCH);
      }
      loop.fill(messages);
      String after = history > 0 ? "-" + messages : "0:0";
      long warm = System.nanoTime() + load.number("warmup", 2) * 1_000_000_000L;
      while (System.nanoTime() - warm < 0) {
        once(loop, subscribers, messages, after);
      }
      long cpu = load.server().cpuMicros();
      double[] nanos = new double[repeats];
      for (int i = 0; i < repeats; i++) {
        nanos[i] = once(loop, subscribers, messages, after);
      }
      double spent = load.server().cpuMicros() - cpu;
      double all = (double) messages * subscribers;
      Arrays.sort(nanos);
      load.print("deliveries_per_s", all / (nanos[repeats / 2] / 1e9));
      load.print("cpu_us_per_delivery", spent / (all * repeats));
    }
  }

  private static long once(LoadLoop loop, int subscribers, int messages, String after)
      throws IOException {
    long all = loop.delivered() + (long) messages * subscribers;
    long from = System.nanoTime();
    loop.open(subscribers, after);
    loop.until(() -> loop.delivered() >= all);
    long nanos = System.nanoTime() - from;
    loop.closeSubscribers();
    if (loop.delivered() != all) {
      throw new IOException("more was delivered than there is");
    }
    return nanos;
  }
}
