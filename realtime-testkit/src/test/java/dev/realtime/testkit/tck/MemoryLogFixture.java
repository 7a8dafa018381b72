package dev.realtime.testkit.tck;

import dev.realtime.spi.LogEngine;
import java.util.Optional;
import java.util.function.Supplier;

/** An engine in memory, which loses everything when it ends. */
final class MemoryLogFixture implements LogFixture {
  private final Supplier<LogEngine> engines;
  private LogEngine engine;

  MemoryLogFixture(Supplier<LogEngine> engines) {
    this.engines = engines;
    this.engine = engines.get();
  }

  @Override
  public LogEngine engine() {
    return engine;
  }

  @Override
  public LogEngine wipe() {
    engine.close();
    engine = engines.get();
    return engine;
  }

  @Override
  public Optional<LogEngine> restart() {
    return Optional.empty();
  }

  @Override
  public void close() {
    engine.close();
  }
}
