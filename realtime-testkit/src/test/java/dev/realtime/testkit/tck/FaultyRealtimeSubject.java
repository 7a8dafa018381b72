package dev.realtime.testkit.tck;

import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on a wrong realtime; run by {@link ChannelFaultTest} alone. */
@ExtendWith(FaultResolver.class)
final class FaultyRealtimeSubject implements ChannelContract {
  private final ChannelFault fault;

  FaultyRealtimeSubject(String fault) {
    this.fault = ChannelFault.valueOf(fault);
  }

  @Override
  public RealtimeFixture start() {
    return new LocalFixture(fault.parts);
  }
}
