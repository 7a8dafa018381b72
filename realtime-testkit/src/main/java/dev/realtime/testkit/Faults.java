package dev.realtime.testkit;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The faults that a proxy has been told to make. Thread-safe; guarded by {@code this}. */
final class Faults {
  private final Random random;
  private final Map<Direction, Treatment> treatments = new EnumMap<>(Direction.class);
  private final Queue<Ending> endings = new ArrayDeque<>();
  private final Queue<Answer> answers = new ArrayDeque<>();
  private @Nullable Answer upgradeAnswer;
  private long cutMin;
  private long cutMax = -1;
  private List<Direction> cutDirections = List.of(Direction.values());
  private boolean refusing;

  Faults(long seed) {
    random = new Random(seed);
  }

  synchronized void treat(Direction direction, UnaryOperator<Treatment> change) {
    treatments.put(direction, change.apply(treatment(direction)));
  }

  synchronized Treatment treatment(Direction direction) {
    return treatments.getOrDefault(direction, Treatment.NONE);
  }

  synchronized void endNext(Ending ending) {
    endings.add(ending);
  }

  synchronized void cutRandomly(List<Direction> directions, long minBytes, long maxBytes) {
    if (minBytes < 0 || maxBytes < minBytes) {
      throw new IllegalArgumentException(minBytes + ".." + maxBytes + " is not a range of bytes");
    }
    cutDirections = directions;
    cutMin = minBytes;
    cutMax = maxBytes;
  }

  /** The end of a connection that begins now. The order of the connections decides, not time. */
  synchronized Optional<Ending> nextEnding() {
    Ending told = endings.poll();
    if (told != null || cutMax < 0) {
      return Optional.ofNullable(told);
    }
    Direction direction = cutDirections.get(random.nextInt(cutDirections.size()));
    long bytes = random.nextLong(cutMin, cutMax + 1);
    return Optional.of(new Ending(direction, bytes, Ending.Manner.RESET));
  }

  synchronized void refuseConnections() {
    refusing = true;
  }

  synchronized boolean refusesConnections() {
    return refusing;
  }

  synchronized void answerNext(Answer answer) {
    answers.add(answer);
  }

  synchronized void refuseUpgrades(Answer answer) {
    upgradeAnswer = answer;
  }

  /** Whether the head of the next request has to be looked at. */
  synchronized boolean readsRequests() {
    return !answers.isEmpty() || upgradeAnswer != null;
  }

  /** The answer to a request in place of the server's, given its head. */
  synchronized Optional<Answer> answerTo(String head) {
    Answer told = answers.poll();
    if (told != null || !head.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket\r\n")) {
      return Optional.ofNullable(told);
    }
    return Optional.ofNullable(upgradeAnswer);
  }

  synchronized void heal() {
    treatments.clear();
    endings.clear();
    answers.clear();
    upgradeAnswer = null;
    cutMax = -1;
    refusing = false;
  }
}
