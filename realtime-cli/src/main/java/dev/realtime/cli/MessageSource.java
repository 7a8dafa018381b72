package dev.realtime.cli;

import dev.realtime.Payload;
import java.util.Optional;

/** What a publisher publishes, one after the other. */
@FunctionalInterface
interface MessageSource {
  /**
   * The next payload; empty when there is none.
   *
   * @param op the name of its publish
   */
  Optional<Payload> next(String op) throws InterruptedException;
}
