package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.webhook.Destinations.Permit;
import dev.realtime.spi.Timers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final CallbackAnswer TAKEN = new CallbackAnswer.Status(200, Map.of(), new byte[0]);
  private static final CallbackAnswer UNREACHED =
      new CallbackAnswer.None(CallbackAnswer.Cause.TIMEOUT, "as the test says");

  private Duration time = Duration.ZERO;
  private final List<Permit> granted = new ArrayList<>();

  private Destinations at(int rate) {
    return new Destinations(
        RetryPolicy.defaults(), rate, new StillTimers(), new StillClock(), new Random(1));
  }

  private static URI host(int number) {
    return URI.create("https://h" + number + ".example/hook");
  }

  private void request(Destinations at, int host, CallbackAnswer answer) {
    at.acquire(host(host), Priority.NORMAL, granted::add);
    granted.remove(0).settle(answer);
  }

  private void requests(Destinations at, int from, int to) {
    for (int i = from; i < to; i++) {
      request(at, i, TAKEN);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void aHostThatIsUsedNoMoreIsForgottenAfterAnHour(int rate) {
    Destinations at = at(rate);
    requests(at, 0, 100);
    assertThat(at.hosts()).isEqualTo(100);

    time = Duration.ofMinutes(61);
    requests(at, 100, 101);

    assertThat(at.hosts()).isEqualTo(1);
  }

  @Test
  void aHostThatCouldNotBeReachedIsForgottenToo() {
    Destinations at = at(10);
    for (int i = 0; i < Destinations.BROKEN_AFTER; i++) {
      request(at, 0, UNREACHED);
    }

    time = Duration.ofMinutes(61);
    requests(at, 1, 2);

    assertThat(at.hosts()).isEqualTo(1);
  }

  @Test
  void aHostIsKnownWhileSomebodyWaitsForItsRateOrItsAnswer() {
    Destinations at = at(1);
    at.acquire(host(0), Priority.BULK, granted::add);
    at.acquire(host(0), Priority.BULK, granted::add);
    at.acquire(host(1), Priority.BULK, granted::add);
    assertThat(granted).as("one token for each host").hasSize(2);
    granted.remove(0).settle(TAKEN);

    time = Duration.ofMinutes(61);
    requests(at, 2, 3);

    assertThat(at.hosts()).as("one waits, one is under way, one was used now").isEqualTo(3);
  }

  @Test
  void aRequestThatIsTakenBackKeepsNoHost() {
    Destinations at = at(1);
    request(at, 0, TAKEN);
    Runnable leave = at.acquire(host(0), Priority.BULK, granted::add);
    leave.run();

    time = Duration.ofMinutes(61);
    requests(at, 1, 2);

    assertThat(at.hosts()).isEqualTo(1);
  }

  @Test
  void whatAHostTookIsKnownWhenItsLastRequestIsOver() {
    Destinations at = at(0);

    request(at, 0, TAKEN);

    assertThat(at.tookSince(host(0), BEGIN)).isTrue();
    assertThat(at.tookSince(host(0), BEGIN.plusMillis(1))).isFalse();
  }

  /** Time that stands where the test put it; nothing that waits for it runs. */
  private final class StillTimers implements Timers {
    @Override
    public Runnable schedule(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public long nanoTime() {
      return time.toNanos();
    }
  }

  private final class StillClock extends Clock {
    @Override
    public Instant instant() {
      return BEGIN.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
