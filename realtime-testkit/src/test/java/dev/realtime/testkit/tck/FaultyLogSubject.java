package dev.realtime.testkit.tck;

import dev.realtime.core.log.Retention;
import java.time.Clock;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on a wrong log; run by {@link LogFaultTest} alone. */
@ExtendWith(FaultResolver.class)
final class FaultyLogSubject implements ChannelLogContract {
  private final LogFault fault;

  FaultyLogSubject(String fault) {
    this.fault = LogFault.valueOf(fault);
  }

  @Override
  public LogFixture open(Retention retention, Clock clock) {
    return new MemoryLogFixture(() -> fault.engine(retention, clock));
  }

  @Override
  public int raceRounds() {
    return 500;
  }
}
