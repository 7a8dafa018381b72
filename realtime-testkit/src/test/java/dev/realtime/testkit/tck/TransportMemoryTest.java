package dev.realtime.testkit.tck;

import java.util.function.UnaryOperator;

class TransportMemoryTest implements TransportContract, TransportReaderContract {
  @Override
  public TransportFixture newFixture() {
    return new TransportMemoryFixture(UnaryOperator.identity());
  }
}
