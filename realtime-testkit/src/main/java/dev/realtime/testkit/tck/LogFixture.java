package dev.realtime.testkit.tck;

import dev.realtime.spi.LogEngine;
import java.util.Optional;

/**
 * A log engine under test and the ways in which a test ends it. Used by one test, from one thread.
 */
public interface LogFixture extends AutoCloseable {
  /** The engine that runs now. */
  LogEngine engine();

  /**
   * Ends the engine, loses all it stored and begins again: a process that died with a memory log, a
   * disk that was replaced.
   *
   * @return the engine that runs from now on
   */
  LogEngine wipe();

  /**
   * Closes the engine in order and opens it again over what it stored.
   *
   * @return the engine that runs from now on; empty if it stores nothing that outlives it, and then
   *     the engine of before still runs
   */
  Optional<LogEngine> restart();

  @Override
  void close();
}
