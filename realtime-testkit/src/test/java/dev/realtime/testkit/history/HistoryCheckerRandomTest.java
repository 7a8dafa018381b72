package dev.realtime.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No false alarm about a correct service, and no silence about a delivery that went wrong. */
class HistoryCheckerRandomTest {
  private static final int RUNS = 200;

  @TempDir Path directory;

  @Test
  void everyRunOfACorrectServicePasses() {
    for (long seed = 0; seed < RUNS; seed++) {
      Verdict verdict = HistoryChecker.check(List.of(run(seed, 300)));

      assertThat(verdict.violations()).as("seed " + seed).isEmpty();
    }
  }

  @Test
  void aMissingOrRepeatedDeliveryIsFound() throws IOException {
    for (long seed = 0; seed < RUNS; seed++) {
      Path file = run(seed, 100);
      List<String> lines = Files.readAllLines(file);
      List<Integer> deliveries = deliveriesWithoutResetAfter(file);
      if (deliveries.isEmpty()) {
        continue;
      }
      int chosen = deliveries.get(new Random(seed).nextInt(deliveries.size()));

      List<String> missing = new ArrayList<>(lines);
      missing.remove(chosen);
      List<String> repeated = new ArrayList<>(lines);
      repeated.add(chosen, lines.get(chosen));

      assertThat(check(missing).passed()).as("missing, seed " + seed).isFalse();
      assertThat(check(repeated).violations())
          .as("repeated, seed " + seed)
          .anyMatch(violation -> violation.invariant() == Invariant.NODUP);
    }
  }

  private Path run(long seed, int steps) {
    Path file = directory.resolve(seed + ".jsonl");
    try (HistoryRecorder recorder = HistoryRecorder.to(file, new AtomicLong()::incrementAndGet)) {
      new RandomRun(seed, recorder).run(steps);
    }
    return file;
  }

  private Verdict check(List<String> lines) throws IOException {
    return HistoryChecker.check(List.of(Files.write(directory.resolve("changed.jsonl"), lines)));
  }

  /** A reset after a delivery hides whether it happened: any place may come before a reset. */
  private static List<Integer> deliveriesWithoutResetAfter(Path file) throws IOException {
    List<HistoryEvent> events = HistoryJson.read(file).stream().map(Line::event).toList();
    return IntStream.range(0, events.size())
        .filter(i -> events.get(i) instanceof HistoryEvent.Delivered)
        .filter(i -> !resetFollows(events, i))
        .boxed()
        .toList();
  }

  private static boolean resetFollows(List<HistoryEvent> events, int delivery) {
    String subscription = ((HistoryEvent.Delivered) events.get(delivery)).sub();
    return events.stream()
        .skip(delivery + 1L)
        .filter(event -> subscription.equals(subscriptionOf(event)))
        .findFirst()
        .filter(event -> event instanceof HistoryEvent.GapAnnounced gap && gap.from() == null)
        .isPresent();
  }

  private static String subscriptionOf(HistoryEvent event) {
    if (event instanceof HistoryEvent.Delivered delivered) {
      return delivered.sub();
    }
    return event instanceof HistoryEvent.GapAnnounced gap ? gap.sub() : "";
  }
}
