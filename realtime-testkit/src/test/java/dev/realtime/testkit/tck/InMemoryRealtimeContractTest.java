package dev.realtime.testkit.tck;

import dev.realtime.Realtime;
import dev.realtime.Transport;
import java.util.List;
import java.util.Optional;

/** The realtime that applications get from {@link Realtime#inMemory}. */
final class InMemoryRealtimeContractTest implements ChannelContract {
  @Override
  public RealtimeFixture start() {
    Realtime realtime = Realtime.inMemory();
    return new RealtimeFixture() {
      @Override
      public Realtime open() {
        return realtime;
      }

      @Override
      public List<Transport> transports() {
        return List.of(Transport.MEMORY);
      }

      @Override
      public Optional<FaultyLogEngine> log() {
        return Optional.empty();
      }

      @Override
      public void close() {
        realtime.close();
      }
    };
  }
}
