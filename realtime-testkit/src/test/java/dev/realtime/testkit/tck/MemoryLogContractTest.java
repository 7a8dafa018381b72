package dev.realtime.testkit.tck;

import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import java.security.SecureRandom;
import java.time.Clock;

final class MemoryLogContractTest implements ChannelLogContract {
  private final SecureRandom random = new SecureRandom();

  @Override
  public LogFixture open(Retention retention, Clock clock) {
    return new MemoryLogFixture(() -> new MemoryLogEngine(retention, clock, random));
  }

  @Override
  public int raceRounds() {
    return 1_000_000;
  }
}
