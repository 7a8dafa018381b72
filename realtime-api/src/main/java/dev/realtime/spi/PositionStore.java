package dev.realtime.spi;

import dev.realtime.Position;
import java.util.Optional;

/**
 * Where the positions of durable subscriptions are kept, by name.
 *
 * <p>Called from the subscription's serial executor, and may block it.
 */
public interface PositionStore {
  /** The position saved last under a name. */
  Optional<Position> load(String name);

  /** Saves a position; when it returns, the position outlives the process. */
  void save(String name, Position position);
}
