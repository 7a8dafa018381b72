package dev.realtime.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Publishes at a fixed rate, whatever the server does: a latency begins when the message should
 * have been sent, so that a stall counts for all that it delays. With {@code --stopped}, so many of
 * the subscribers do not read until the end, when they must get every message or be told of its
 * loss (only for this library's server, whose gaps are read).
 */
final class OpenLoop {
  private OpenLoop() {}

  static void run(Load load) throws IOException {
    int rate = load.number("rate", 50);
    int stopped = load.number("stopped", 0);
    boolean memory = load.number("memory", 0) > 0;
    try (LoadLoop loop = load.loop()) {
      loop.open(load.number("subscribers", 1_000), "0:0");
      loop.rest(300);
      loop.stopReading(stopped);
      send(loop, rate, load.number("warmup", 2) * rate);
      long resident = load.server().residentBytes();
      long heap = memory ? load.heapBytes() : 0;
      loop.measure();
      long cpu = load.server().cpuMicros();
      long delivered = loop.delivered();
      send(loop, rate, load.number("messages", load.number("seconds", 5) * rate));
      double deliveries = loop.delivered() - delivered;
      load.print("cpu_us_per_delivery", (load.server().cpuMicros() - cpu) / deliveries);
      load.print("p50_ms", loop.latencies().getValueAtPercentile(50) / 1e6);
      load.print("p99_ms", loop.latencies().getValueAtPercentile(99) / 1e6);
      load.print("max_ms", loop.latencies().getMaxValue() / 1e6);
      load.print("resident_mib", (load.server().residentBytes() - resident) / 1048576.0);
      if (memory) {
        load.print("heap_mib", (load.heapBytes() - heap) / 1048576.0);
      }
      if (stopped > 0) {
        account(load, loop, stopped);
      }
    }
  }

  /** Each reader that had stopped gets what is retained, and is told of all else. */
  private static void account(Load load, LoadLoop loop, int stopped) throws IOException {
    List<Account> accounts = loop.readAgain(stopped);
    accounts.forEach(one -> one.check(loop.published()));
    load.print("published", (double) loop.published());
    load.print(
        "stopped_received", accounts.stream().mapToInt(Account::receivedCount).average().orElse(0));
    load.print(
        "stopped_announced",
        accounts.stream().mapToInt(Account::announcedCount).average().orElse(0));
  }

  private static void send(LoadLoop loop, int rate, int messages) throws IOException {
    long interval = TimeUnit.SECONDS.toNanos(1) / rate;
    long start = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      long due = start + i * interval;
      long wait = due - System.nanoTime();
      while (wait > 0) {
        loop.turn(wait > 2_000_000 ? 1 : 0);
        wait = due - System.nanoTime();
      }
      loop.publish(1, due);
      loop.turn(0);
    }
    loop.until(() -> loop.completed() == loop.published());
  }
}
