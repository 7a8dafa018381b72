package dev.realtime.testkit.tck;

import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.LogEngine;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The memory engine, or what a decorator makes of it. */
final class MemoryLogFixture implements LogFixture {
  private final Retention retention;
  private final Clock clock;
  private final UnaryOperator<LogEngine> decorator;
  private LogEngine engine;

  MemoryLogFixture(Retention retention, Clock clock, UnaryOperator<LogEngine> decorator) {
    this.retention = retention;
    this.clock = clock;
    this.decorator = decorator;
    this.engine = fresh();
  }

  private LogEngine fresh() {
    return decorator.apply(new MemoryLogEngine(retention, clock, new SecureRandom()));
  }

  @Override
  public LogEngine engine() {
    return engine;
  }

  @Override
  public LogEngine wipe() {
    engine.close();
    engine = fresh();
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
