package dev.realtime.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Keeps a number of messages outstanding: the next is sent when every subscriber has one. */
final class ClosedLoop {
  private ClosedLoop() {}

  static void run(Load load, int outstanding) throws IOException {
    try (LoadLoop loop = load.loop()) {
      loop.open(load.number("subscribers", 1_000), "0:0");
      loop.rest(300);
      keep(loop, outstanding, load.number("warmup", 2));
      long cpu = load.server().cpuMicros();
      long delivered = loop.delivered();
      long from = System.nanoTime();
      loop.measure();
      keep(loop, outstanding, load.number("seconds", 4));
      double seconds = (System.nanoTime() - from) / 1e9;
      double deliveries = loop.delivered() - delivered;
      load.print("cpu_us_per_delivery", (load.server().cpuMicros() - cpu) / deliveries);
      load.print("deliveries_per_s", deliveries / seconds);
      if (loop.latencies().getTotalCount() > 0) {
        load.print("p50_ms", loop.latencies().getValueAtPercentile(50) / 1e6);
        load.print("p99_ms", loop.latencies().getValueAtPercentile(99) / 1e6);
      }
    }
  }

  private static void keep(LoadLoop loop, int outstanding, int seconds) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long completed = loop.completed();
    long lastProgress = System.nanoTime();
    for (long now = lastProgress; now < end; now = System.nanoTime()) {
      int missing = outstanding - (int) (loop.published() - loop.completed());
      if (missing > 0) {
        loop.publish(missing, now);
      }
      loop.turn(100);
      if (loop.completed() > completed) {
        completed = loop.completed();
        lastProgress = now;
      } else if (now - lastProgress > TimeUnit.SECONDS.toNanos(10)) {
        throw new IOException("no message was complete for 10 s; " + completed + " were before");
      }
    }
  }
}
