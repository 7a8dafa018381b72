package dev.realtime.testkit;

import dev.realtime.CloseReason;
import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Subscriber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that remembers every signal and lets a test wait for it. It can be told to block in
 * a message or to fail at one, and it records where the library breaks the grammar of signals:
 * signals that overlap, and signals after {@code onClosed} (SPEC 2.1–2.3).
 *
 * <p>Every {@code await…} method returns as soon as its condition holds and throws an {@link
 * AssertionError} that tells what came, if it does not within {@link #CAP}.
 *
 * <p>Thread-safe; guarded by {@code lock}.
 *
 * @param <T> the type of the data
 */
public final class RecordingSubscriber<T> implements Subscriber<T> {
  /** How long an {@code await…} method waits before it fails: 10 seconds. */
  public static final Duration CAP = Duration.ofSeconds(10);

  private static final int SHOWN = 100;

  /**
   * A call of the subscriber.
   *
   * @param <T> the type of the data
   */
  public sealed interface Signal<T> {}

  /**
   * A call of {@code onMessage} that did not fail on purpose.
   *
   * @param <T> the type of the data
   */
  public record OfMessage<T>(Message<T> message) implements Signal<T> {}

  /**
   * A call of {@code onGap}.
   *
   * @param <T> the type of the data
   */
  public record OfGap<T>(Gap gap) implements Signal<T> {}

  /**
   * A call of {@code onClosed}.
   *
   * @param <T> the type of the data
   */
  public record OfClosed<T>(CloseReason reason) implements Signal<T> {}

  private final Duration cap;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Signal<T>> signals = new ArrayList<>();
  private final List<Message<T>> messages = new ArrayList<>();
  private final ArrayDeque<String> timeline = new ArrayDeque<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private final Map<Long, Integer> failures = new HashMap<>();
  private @Nullable String running;
  private long blockedOffset;
  private boolean blocked;
  private boolean ended;
  private int entered;

  /** A subscriber that has seen nothing and handles everything at once. */
  public RecordingSubscriber() {
    this(CAP);
  }

  RecordingSubscriber(Duration cap) {
    this.cap = cap;
  }

  @Override
  public void onMessage(Message<T> message) throws InterruptedException {
    boolean first = enter("message " + message.position() + " " + message.data());
    try {
      handle(message);
    } finally {
      leave(first);
    }
  }

  @Override
  public void onGap(Gap gap) {
    boolean first = enter("gap " + gap);
    record(new OfGap<>(gap));
    leave(first);
  }

  @Override
  public void onClosed(CloseReason reason) {
    boolean first = enter("closed " + reason);
    update(() -> ended = true);
    record(new OfClosed<>(reason));
    leave(first);
  }

  /** Makes the message of an offset block until {@link #release}; it is recorded before. */
  public void blockAt(long offset) {
    update(() -> blockedOffset = offset);
  }

  /** Lets the blocked message return and blocks no other. */
  public void release() {
    update(() -> blockedOffset = 0);
  }

  /** Makes the message of an offset throw a number of times before it is handled. */
  public void failAt(long offset, int times) {
    update(() -> failures.put(offset, times));
  }

  /** The signals so far, in order, without the messages that failed on purpose. */
  public List<Signal<T>> signals() {
    return read(() -> List.copyOf(signals));
  }

  /** The messages so far, in order, without those that failed on purpose. */
  public List<Message<T>> messages() {
    return read(() -> List.copyOf(messages));
  }

  /** The data of {@link #messages}. */
  public List<T> data() {
    return messages().stream().map(Message::data).toList();
  }

  /** The gaps so far, in order. */
  public List<Gap> gaps() {
    return signals().stream().flatMap(RecordingSubscriber::gap).toList();
  }

  /** Why the subscription ended; empty until it did. */
  public Optional<CloseReason> closed() {
    return signals().stream().flatMap(RecordingSubscriber::reason).findFirst();
  }

  /** How often the message of an offset was signalled, with the times it failed on purpose. */
  public int attempts(long offset) {
    return read(() -> attempts.getOrDefault(offset, 0));
  }

  /** What broke the grammar of signals, one sentence each; empty if nothing did. */
  public List<String> violations() {
    return read(() -> List.copyOf(violations));
  }

  /**
   * Waits for a number of messages.
   *
   * @return all that came, at least so many
   */
  public List<Message<T>> awaitMessages(int count) {
    await(() -> messages.size() >= count, count + " messages");
    return messages();
  }

  /**
   * Waits for exactly these data in this order. Fails at once when something else came.
   *
   * @param values the data of all messages from the first on
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final void awaitData(T... values) {
    List<T> expected = List.copyOf(Arrays.asList(values));
    await(() -> messages.size() >= expected.size() || !begins(expected), "the data " + expected);
    if (!data().equals(expected)) {
      throw failure("expected the data " + expected + ", found " + data());
    }
  }

  /** Waits for the first gap. */
  public Gap awaitGap() {
    await(() -> !gaps().isEmpty(), "a gap");
    return gaps().get(0);
  }

  /** Waits for the end of the subscription. */
  public CloseReason awaitClosed() {
    await(() -> closed().isPresent(), "onClosed");
    return closed().orElseThrow();
  }

  /** Waits until the message of {@link #blockAt} blocks. */
  public void awaitBlocked() {
    await(() -> blocked, "a blocked message");
  }

  /** What came so far, one line for each signal; of many the last 100 lines. */
  public String timeline() {
    return read(() -> String.join("\n", timeline));
  }

  private boolean begins(List<T> expected) {
    List<T> found = data();
    return found.equals(expected.subList(0, Math.min(found.size(), expected.size())));
  }

  private boolean enter(String name) {
    return read(
        () -> {
          note(++entered + ". " + name + " on " + threadName());
          if (ended) {
            violation(name + " came after onClosed");
          }
          if (running != null) {
            violation(name + " began before " + running + " returned");
            return false;
          }
          running = name;
          return true;
        });
  }

  private void leave(boolean first) {
    if (first) {
      update(() -> running = null);
    }
  }

  private void handle(Message<T> message) throws InterruptedException {
    lock.lock();
    try {
      long offset = message.offset();
      attempts.merge(offset, 1, Integer::sum);
      int left = failures.getOrDefault(offset, 0);
      if (left > 0) {
        failures.put(offset, left - 1);
        note("   which fails on purpose");
        throw new IllegalStateException("fails on purpose at offset " + offset);
      }
      signals.add(new OfMessage<>(message));
      messages.add(message);
      changed.signalAll();
      awaitRelease(offset);
    } finally {
      lock.unlock();
    }
  }

  private void awaitRelease(long offset) throws InterruptedException {
    while (blockedOffset == offset) {
      blocked = true;
      changed.signalAll();
      changed.await();
    }
    blocked = false;
  }

  private void record(Signal<T> signal) {
    update(() -> signals.add(signal));
  }

  private void note(String line) {
    if (timeline.size() == SHOWN) {
      timeline.remove();
    }
    timeline.add("  " + line);
  }

  private void violation(String sentence) {
    violations.add(sentence + " on " + threadName());
    note("   VIOLATION: " + sentence);
  }

  private void await(BooleanSupplier condition, String what) {
    lock.lock();
    try {
      long left = cap.toNanos();
      while (!condition.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (!condition.getAsBoolean()) {
        throw failure("waited " + cap + " for " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted in the wait for " + what);
    } finally {
      lock.unlock();
    }
  }

  private AssertionError failure(String sentence) {
    String came = timeline();
    return new AssertionError(
        sentence + (came.isEmpty() ? "; nothing came" : "; what came:\n" + came));
  }

  private <R> R read(Supplier<R> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void update(Runnable work) {
    lock.lock();
    try {
      work.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static String threadName() {
    return Thread.currentThread().getName();
  }

  private static Stream<Gap> gap(Signal<?> signal) {
    return signal instanceof OfGap<?> g ? Stream.of(g.gap()) : Stream.empty();
  }

  private static Stream<CloseReason> reason(Signal<?> signal) {
    return signal instanceof OfClosed<?> c ? Stream.of(c.reason()) : Stream.empty();
  }
}
