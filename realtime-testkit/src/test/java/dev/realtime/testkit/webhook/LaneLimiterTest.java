package dev.realtime.testkit.webhook;

import static dev.realtime.core.webhook.Priority.BULK;
import static dev.realtime.core.webhook.Priority.NORMAL;
import static dev.realtime.core.webhook.Priority.TRANSACTIONAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.core.webhook.LaneLimiter;
import dev.realtime.core.webhook.Priority;
import dev.realtime.testkit.FakeTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LaneLimiterTest {
  private final FakeTimers timers = new FakeTimers();
  private final List<String> sent = new ArrayList<>();

  private LaneLimiter limiter(double rate, int burst) {
    return new LaneLimiter(rate, burst, timers);
  }

  private Runnable ask(LaneLimiter limiter, Priority priority, String name) {
    return limiter.acquire(priority, () -> sent.add(name));
  }

  private void ask(LaneLimiter limiter, Priority priority, int times) {
    for (int i = 0; i < times; i++) {
      ask(limiter, priority, priority.wireName());
    }
  }

  private long sent(Priority priority) {
    return sent.stream().filter(priority.wireName()::equals).count();
  }

  @ParameterizedTest
  @CsvSource({"TRANSACTIONAL,10", "NORMAL,8", "BULK,5"})
  void aLaneTakesAllButTheReserveAtOnce(Priority priority, int atOnce) {
    LaneLimiter limiter = limiter(10, 10);

    ask(limiter, priority, 20);

    assertThat(sent).hasSize(atOnce);
    assertThat(timers.pending()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Priority.class)
  void aBurstOfOneStarvesNoLane(Priority priority) {
    LaneLimiter limiter = limiter(10, 1);

    ask(limiter, priority, 11);
    timers.advance(Duration.ofSeconds(1));

    assertThat(sent).hasSize(11);
  }

  @Test
  void withAThousandBulkWaitingATransactionalRequestGoesAtOnce() {
    LaneLimiter limiter = limiter(10, 10);
    ask(limiter, BULK, 1_000);
    timers.advance(Duration.ofMillis(12_345));

    ask(limiter, TRANSACTIONAL, "booked");

    assertThat(sent).last().isEqualTo("booked");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void withASmallBurstATransactionalRequestWaitsOneTokenAtMost(int burst) {
    LaneLimiter limiter = limiter(10, burst);
    ask(limiter, BULK, 1_000);
    timers.advance(Duration.ofMillis(12_399));

    ask(limiter, TRANSACTIONAL, "booked");
    timers.advance(Duration.ofMillis(100));

    assertThat(sent).contains("booked");
  }

  @Test
  void theHigherLaneIsFirstAndInsideALaneTheOneThatAskedFirst() {
    LaneLimiter limiter = limiter(1, 1);
    ask(limiter, BULK, "now");
    ask(limiter, BULK, "b1");
    ask(limiter, NORMAL, "n1");
    ask(limiter, TRANSACTIONAL, "t1");
    ask(limiter, BULK, "b2");
    ask(limiter, NORMAL, "n2");
    ask(limiter, TRANSACTIONAL, "t2");

    timers.advance(Duration.ofSeconds(6));

    assertThat(sent).containsExactly("now", "t1", "t2", "n1", "n2", "b1", "b2");
    assertThat(timers.pending()).isZero();
  }

  @Test
  void overAMinuteOfTransactionalRequestsEveryLaneHasItsTenth() {
    LaneLimiter limiter = limiter(10, 10);
    for (Priority priority : Priority.values()) {
      ask(limiter, priority, 1_000);
    }

    timers.advance(Duration.ofMinutes(1));

    assertThat(sent).hasSize(610);
    assertThat(sent(BULK)).isBetween(59L, 61L);
    assertThat(sent(NORMAL)).isBetween(59L, 61L);
  }

  @Test
  void bulkWaitsForTenTokensAtMost() {
    LaneLimiter limiter = limiter(10, 10);
    ask(limiter, TRANSACTIONAL, 500);
    ask(limiter, BULK, 500);

    timers.advance(Duration.ofSeconds(30));

    List<String> saturated = sent.subList(10, sent.size());
    for (int i = 0; i + 10 <= saturated.size(); i++) {
      assertThat(saturated.subList(i, i + 10)).contains("bulk");
    }
  }

  @Test
  void afterALongSilenceABurstAndNoMoreGoes() {
    LaneLimiter limiter = limiter(10, 10);
    ask(limiter, TRANSACTIONAL, 10);
    timers.advance(Duration.ofDays(400));
    sent.clear();

    for (Priority priority : Priority.values()) {
      ask(limiter, priority, 30);
    }

    assertThat(sent).hasSize(10).containsOnly("transactional");
    timers.advance(Duration.ofSeconds(9));
    assertThat(sent).hasSize(90);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void aCancelledRequestTakesNoTokenAndLeavesNoTimer() {
    LaneLimiter limiter = limiter(1, 1);
    ask(limiter, NORMAL, "now");
    Runnable cancelled = ask(limiter, TRANSACTIONAL, "cancelled");
    Runnable last = ask(limiter, NORMAL, "next");

    cancelled.run();
    cancelled.run();
    timers.advance(Duration.ofSeconds(1));

    assertThat(sent).containsExactly("now", "next");
    last.run();
    assertThat(timers.pending()).isZero();

    ask(limiter, BULK, "never").run();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void aGrantThatThrowsKeepsNobodyElseFromATokenOfItsOwn() {
    LaneLimiter limiter = limiter(1, 1);
    ask(limiter, NORMAL, "now");
    limiter.acquire(
        NORMAL,
        () -> {
          throw new IllegalStateException("thrown by a request");
        });
    ask(limiter, NORMAL, "after");

    assertThatThrownBy(() -> timers.advance(Duration.ofSeconds(1)))
        .hasMessage("thrown by a request");
    timers.advance(Duration.ofSeconds(1));

    assertThat(sent).containsExactly("now", "after");
  }

  @Test
  void aGrantMayAskAgainAndCancel() {
    LaneLimiter limiter = limiter(1, 1);
    ask(limiter, NORMAL, "now");
    Runnable cancelled = ask(limiter, BULK, "cancelled");
    limiter.acquire(
        NORMAL,
        () -> {
          cancelled.run();
          ask(limiter, TRANSACTIONAL, "asked inside");
        });

    timers.advance(Duration.ofSeconds(2));

    assertThat(sent).containsExactly("now", "asked inside");
  }

  @Test
  void noLockIsHeldWhileARequestIsGranted() {
    LaneLimiter limiter = limiter(1, 1);
    List<Boolean> held = new ArrayList<>();

    limiter.acquire(NORMAL, () -> held.add(Thread.holdsLock(limiter)));
    limiter.acquire(NORMAL, () -> held.add(Thread.holdsLock(limiter)));
    timers.advance(Duration.ofSeconds(1));

    assertThat(held).containsExactly(false, false);
  }

  @Test
  void halvingLastsItsTime() {
    LaneLimiter limiter = limiter(10, 1);
    ask(limiter, NORMAL, 10_000);
    limiter.halve(Duration.ofMinutes(1));

    assertThat(sentIn(Duration.ofMinutes(1))).isEqualTo(300);
    assertThat(sentIn(Duration.ofMinutes(1))).isEqualTo(600);
  }

  @Test
  void threeHalvingsAtMostAreInForceAndEachEndsByItself() {
    LaneLimiter limiter = limiter(10, 1);
    ask(limiter, NORMAL, 10_000);
    for (int second = 1; second <= 4; second++) {
      limiter.halve(Duration.ofSeconds(8L * second));
    }

    assertThat(sentIn(Duration.ofSeconds(16))).isEqualTo(20);
    assertThat(sentIn(Duration.ofSeconds(8))).isEqualTo(20);
    assertThat(sentIn(Duration.ofSeconds(8))).isEqualTo(40);
    assertThat(sentIn(Duration.ofSeconds(8))).isEqualTo(80);
  }

  private int sentIn(Duration time) {
    sent.clear();
    timers.advance(time);
    return sent.size();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "-1,1", "NaN,1", "2000000,1", "1,0", "1,100001"})
  void whatIsNoRateOrBurstIsRefused(double rate, int burst) {
    assertThatThrownBy(() -> limiter(rate, burst)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRateIsNotHalvedForNoTime() {
    assertThatThrownBy(() -> limiter(1, 1).halve(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsWhatIsLeftAndWhoWaits() {
    LaneLimiter limiter = limiter(1, 2);
    ask(limiter, BULK, 3);

    assertThat(limiter)
        .hasToString("LaneLimiter[TokenBucket[1 of 2], lanes={TRANSACTIONAL=0, NORMAL=0, BULK=2}]");
  }
}
