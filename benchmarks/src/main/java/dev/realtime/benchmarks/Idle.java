package dev.realtime.benchmarks;

import java.io.IOException;

/** Holds connections that have had a few messages and now wait; what they cost in memory. */
final class Idle {
  private static final int WARM_CONNECTIONS = 2_000;
  private static final int MESSAGES = 5;

  private Idle() {}

  static void run(Load load) throws IOException {
    boolean realtime = load.target() == Target.REALTIME;
    int connections = load.number("subscribers", 10_000);
    try (LoadLoop warm = load.loop()) {
      hold(warm, WARM_CONNECTIONS);
    }
    try (LoadLoop loop = load.loop()) {
      loop.rest(1_000);
      long heap = realtime ? load.heapBytes() : 0;
      long resident = load.server().residentBytes();
      hold(loop, connections);
      if (realtime) {
        double held = load.heapBytes() - heap;
        load.print("heap_kib_per_connection", held / connections / 1024);
      }
      double grown = load.server().residentBytes() - resident;
      load.print("resident_kib_per_connection", grown / connections / 1024);
    }
  }

  private static void hold(LoadLoop loop, int connections) throws IOException {
    loop.open(connections, "0:0");
    loop.rest(500);
    for (int i = 0; i < MESSAGES; i++) {
      loop.publish(1, System.nanoTime());
      loop.until(() -> loop.completed() == loop.published());
    }
    loop.rest(1_000);
  }
}
