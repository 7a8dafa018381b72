package dev.realtime.testkit.tck;

import dev.realtime.Position;
import dev.realtime.spi.PositionStore;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The position of one name in memory, with a note of each save. Thread-safe. */
final class RecordingStore implements PositionStore {
  final ConcurrentLinkedQueue<String> steps = new ConcurrentLinkedQueue<>();
  private volatile Optional<Position> saved = Optional.empty();

  @Override
  public Optional<Position> load(String name) {
    return saved;
  }

  @Override
  public void save(String name, Position position) {
    steps.add("saved " + position.offset());
    saved = Optional.of(position);
  }
}
