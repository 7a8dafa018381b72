package dev.realtime.testkit.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.realtime.core.webhook.LaneLimiter;
import dev.realtime.core.webhook.Priority;
import dev.realtime.testkit.FakeTimers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded runs; {@code -Drealtime.lanes.seed} repeats one. */
class LaneLimiterRandomTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  /** A request, by the number of its asking. */
  private record Request(int number, Priority priority, long askedAt) {}

  /** A grant in the order of granting. */
  private record Grant(Request request, long at) {}

  static Stream<Long> seeds() {
    Long given = Long.getLong("realtime.lanes.seed");
    return given != null
        ? Stream.of(given)
        : new SecureRandom().ints(40).mapToObj(seed -> (long) seed);
  }

  @ParameterizedTest(name = "-Drealtime.lanes.seed={0}")
  @MethodSource("seeds")
  void whateverIsAskedTheRateTheOrderAndTheShareHold(long seed) {
    Random random = new Random(seed);
    Run run = new Run(1 + random.nextInt(100), 1 + random.nextInt(30));

    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(6)) {
        case 0 -> run.ask(PRIORITIES.get(random.nextInt(3)), random.nextInt(40));
        case 1 -> run.cancel(random);
        default -> run.timers.advance(Duration.ofMillis(random.nextInt(300)));
      }
    }
    run.timers.advance(Duration.ofHours(3));

    run.assertAllGrantedOnce();
    run.assertOrderInLanes();
    run.assertRate();
    run.assertNobodyStarves();
    assertThat(run.timers.pending()).isZero();
  }

  /** What was asked of one limiter and what it granted. */
  private static final class Run {
    private final FakeTimers timers = new FakeTimers();
    private final int rate;
    private final int burst;
    private final LaneLimiter limiter;
    private final List<Request> asked = new ArrayList<>();
    private final List<Runnable> cancels = new ArrayList<>();
    private final List<Request> cancelled = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();

    private Run(int rate, int burst) {
      this.rate = rate;
      this.burst = burst;
      this.limiter = new LaneLimiter(rate, burst, timers);
    }

    private void ask(Priority priority, int times) {
      for (int i = 0; i < times; i++) {
        Request request = new Request(asked.size(), priority, timers.nanoTime());
        asked.add(request);
        cancels.add(
            limiter.acquire(priority, () -> grants.add(new Grant(request, timers.nanoTime()))));
        assertThat(timers.pending()).isLessThanOrEqualTo(1);
      }
    }

    private void cancel(Random random) {
      if (!asked.isEmpty()) {
        Request request = asked.get(random.nextInt(asked.size()));
        if (granted().noneMatch(request::equals) && !cancelled.contains(request)) {
          cancelled.add(request);
        }
        cancels.get(request.number()).run();
      }
    }

    private Stream<Request> granted() {
      return grants.stream().map(Grant::request);
    }

    private void assertAllGrantedOnce() {
      List<Request> due = new ArrayList<>(asked);
      due.removeAll(cancelled);
      assertThat(granted()).containsExactlyInAnyOrderElementsOf(due);
    }

    private void assertOrderInLanes() {
      Map<Priority, Integer> last = new EnumMap<>(Priority.class);
      granted()
          .forEach(
              request -> {
                Integer before = last.put(request.priority(), request.number());
                assertThat(request.number()).isGreaterThan(before == null ? -1 : before);
              });
    }

    /** In every window at most rate × t + burst. */
    private void assertRate() {
      for (int from = 0; from < grants.size(); from++) {
        for (int to = from; to < grants.size(); to++) {
          double seconds = (double) (grants.get(to).at() - grants.get(from).at()) / SECOND;
          if (to - from + 1 > rate * seconds + burst + 1e-6) {
            fail("grants %d to %d at rate %d, burst %d".formatted(from, to, rate, burst));
          }
        }
      }
    }

    /**
     * While the first of a lane waits, at most ten tokens go to others: nine, and one to the other
     * lane that is due.
     */
    private void assertNobodyStarves() {
      for (Priority priority : PRIORITIES) {
        int passedOver = 0;
        for (Grant grant : grants) {
          boolean passed = grant.request().priority() != priority && isWaitedFor(priority, grant);
          passedOver = passed ? passedOver + 1 : 0;
          assertThat(passedOver).as("%s at %s", priority, grant).isLessThanOrEqualTo(10);
        }
      }
    }

    /** Whether a request that is granted later was asked before. */
    private boolean isWaitedFor(Priority priority, Grant grant) {
      return grants.stream()
          .anyMatch(
              later ->
                  later.request().priority() == priority
                      && later.request().askedAt() < grant.at()
                      && later.at() > grant.at());
    }
  }

  @Test
  void noGrantIsLostOrDoubledWhenManyThreadsAsk() throws Exception {
    FakeTimers timers = new FakeTimers();
    LaneLimiter limiter = new LaneLimiter(1_000, 10, timers);
    int each = 2_000;
    AtomicInteger granted = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int thread = 0; thread < 4; thread++) {
        Priority priority = PRIORITIES.get(thread % 3);
        threads.execute(
            () -> {
              for (int i = 0; i < each; i++) {
                limiter.acquire(priority, granted::incrementAndGet);
              }
              asked.countDown();
            });
      }
      while (asked.getCount() > 0) {
        timers.advance(Duration.ofMillis(1));
      }
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    timers.advance(Duration.ofSeconds(10));

    assertThat(granted).hasValue(4 * each);
    assertThat(timers.pending()).isZero();
    assertThat(limiter.toString()).contains("{TRANSACTIONAL=0, NORMAL=0, BULK=0}");
  }
}
