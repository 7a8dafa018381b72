package dev.realtime.testkit.tck;

import dev.realtime.core.log.Retention;
import dev.realtime.testkit.FakeClock;
import java.time.Clock;

/** Makes the log engines that the parts of {@link ChannelLogContract} test. */
public interface LogSubject {
  /** A fresh engine without channels. It is closed before the next one is asked for. */
  LogFixture open(Retention retention, Clock clock);

  /** A fresh engine that keeps 100,000 messages of any age. */
  default LogFixture open() {
    Retention all = Retention.defaults().withMaxMessages(100_000);
    return open(all, new FakeClock());
  }

  /** How many rounds a seeded race has: 20,000 unless overridden; releases run 1,000,000. */
  default int raceRounds() {
    return Integer.getInteger("realtime.tck.rounds", 20_000);
  }
}
