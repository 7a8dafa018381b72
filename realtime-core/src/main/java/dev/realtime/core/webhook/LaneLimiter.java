package dev.realtime.core.webhook;

import dev.realtime.core.webhook.Lane.Waiter;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requests that one destination takes, shared among the lanes: a bucket that fills at a rate
 * and holds a burst, and a queue for each priority in front of it. A request takes one token.
 *
 * <p>A lane takes a token only while the bucket holds more than is reserved for the lanes above it,
 * and at least one: transactional takes the last one, normal leaves a fifth of the burst and bulk
 * half of it. Among those that wait the higher lane is first, with one exception: a lane that
 * waited while nine tokens went to others takes the tenth, out of the reserve too, so that none is
 * starved. Inside a lane the order is that of asking; between lanes there is none.
 *
 * <p>In any time {@code t} at most {@code rate × t + burst} tokens are taken.
 *
 * <p>Thread-safe; guarded by {@code this}, which is not held while a request is granted. Each call
 * takes constant time, and there is at most one timer.
 */
public final class LaneLimiter {
  private final Timers timers;
  private final TokenBucket bucket;
  private final Map<Priority, Lane> lanes = new EnumMap<>(Priority.class);
  private @Nullable Alarm alarm;

  /** When the next token may be there for whoever is next; equal to itself alone. */
  private static final class Alarm {
    private final long at;
    private Runnable cancel = () -> {};

    private Alarm(long at) {
      this.at = at;
    }
  }

  /**
   * A limiter with a full bucket, where nobody waits.
   *
   * @param ratePerSecond 0.001 to a million
   * @param burst how many tokens gather while nobody asks, 1 to 100,000. A reserve of a burst below
   *     5 is not a whole token, so a transactional request may wait for the next one
   * @throws IllegalArgumentException if one of them is out of range
   */
  public LaneLimiter(double ratePerSecond, int burst, Timers timers) {
    this.timers = timers;
    this.bucket = new TokenBucket(ratePerSecond, burst, timers.nanoTime());
    lanes.put(Priority.TRANSACTIONAL, new Lane(bucket.above(0)));
    lanes.put(Priority.NORMAL, new Lane(bucket.above(2)));
    lanes.put(Priority.BULK, new Lane(bucket.above(5)));
  }

  /**
   * Asks for a token. The request runs once: before this returns and on this thread if it may have
   * one at once, else on a thread of the timers, which it must not block. What it throws goes to
   * that thread and keeps nobody else from a token.
   *
   * @return takes the request back; without effect once it runs or is about to
   */
  public Runnable acquire(Priority priority, Runnable granted) {
    Lane lane = laneOf(priority);
    Waiter waiter = new Waiter(granted);
    if (enter(lane, waiter)) {
      granted.run();
    }
    return () -> leave(lane, waiter);
  }

  /**
   * Halves the rate for a while, as an answer 429 without a time asks for. Every halving lasts its
   * own time. At most three are in force; a fourth replaces the one that would end first.
   *
   * @throws IllegalArgumentException if the time is not above zero
   */
  public synchronized void halve(Duration time) {
    bucket.fill(timers.nanoTime());
    bucket.halve(time);
    arm();
  }

  private Lane laneOf(Priority priority) {
    Lane lane = lanes.get(priority);
    if (lane == null) {
      throw new IllegalArgumentException("there is no lane " + priority);
    }
    return lane;
  }

  /** Whether a token was taken; else the waiter is in the lane. */
  private synchronized boolean enter(Lane lane, Waiter waiter) {
    bucket.fill(timers.nanoTime());
    lane.add(waiter);
    boolean first = lane.isOnlyOne() && next().filter(next -> next == lane).isPresent();
    if (first && bucket.holds(need(lane))) {
      take(lane);
      arm();
      return true;
    }
    arm();
    return false;
  }

  private synchronized void leave(Lane lane, Waiter waiter) {
    if (lane.remove(waiter)) {
      bucket.fill(timers.nanoTime());
      arm();
    }
  }

  private void ring(Alarm rung) {
    grant(rung).ifPresent(Waiter::grant);
  }

  /** At most one grant an alarm: before it runs, the alarm of the next is set, whatever it does. */
  private synchronized Optional<Waiter> grant(Alarm rung) {
    if (alarm != rung) {
      return Optional.empty();
    }
    alarm = null;
    bucket.fill(timers.nanoTime());
    Optional<Waiter> granted =
        next().filter(lane -> bucket.holds(need(lane))).map(lane -> take(lane));
    arm();
    return granted;
  }

  private Waiter take(Lane lane) {
    Waiter first = lane.removeFirst();
    bucket.take();
    lanes.values().forEach(each -> each.taken(each == lane));
    return first;
  }

  /** The lane that has the next token: the lowest that is due, else the highest that waits. */
  private Optional<Lane> next() {
    Optional<Lane> due = lanes.values().stream().filter(Lane::isDue).reduce((high, low) -> low);
    return due.or(() -> waiting().findFirst());
  }

  private Stream<Lane> waiting() {
    return lanes.values().stream().filter(lane -> !lane.isEmpty());
  }

  private long need(Lane lane) {
    return lane.isDue() ? bucket.token() : lane.threshold();
  }

  /** Sets the alarm for whoever is next, from the time of the last filling. */
  private void arm() {
    Optional<Long> at = next().map(lane -> bucket.momentOf(need(lane)));
    Alarm set = alarm;
    if (set != null && at.filter(moment -> moment == set.at).isPresent()) {
      return;
    }
    alarm = null;
    if (set != null) {
      set.cancel.run();
    }
    at.ifPresent(this::schedule);
  }

  private void schedule(long at) {
    Alarm next = new Alarm(at);
    alarm = next;
    Duration delay = Duration.ofNanos(Math.max(0, at - timers.nanoTime()));
    next.cancel = timers.schedule(delay, () -> ring(next));
  }

  @Override
  public synchronized String toString() {
    return "LaneLimiter[" + bucket + ", lanes=" + lanes + "]";
  }
}
