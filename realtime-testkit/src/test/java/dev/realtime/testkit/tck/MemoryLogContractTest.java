package dev.realtime.testkit.tck;

import dev.realtime.core.log.Retention;
import java.time.Clock;
import java.util.function.UnaryOperator;

final class MemoryLogContractTest implements ChannelLogContract {
  @Override
  public LogFixture open(Retention retention, Clock clock) {
    return new MemoryLogFixture(retention, clock, UnaryOperator.identity());
  }
}
