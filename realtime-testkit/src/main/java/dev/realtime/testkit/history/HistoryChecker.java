package dev.realtime.testkit.history;

import dev.realtime.core.loop.BackoffPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The judge of a run from outside: it knows nothing but the history that publishers and subscribers
 * wrote, and tells every fact that breaks an {@link Invariant}.
 *
 * <p>A publish without an answer is ambiguous: it may be in the log or not, but never twice. What
 * the history does not tell is not judged, and the verdict notes it. Takes O(n log n) time and
 * keeps the whole history in memory.
 */
public final class HistoryChecker {
  /** The longest pause of a client between two tries unless it is configured: 30 s. */
  public static final Duration BACKOFF_CAP = BackoffPolicy.defaults().cap();

  private HistoryChecker() {}

  /** Judges files whose times are of one clock, of clients that pause {@link #BACKOFF_CAP}. */
  public static Verdict check(List<Path> files) {
    return check(files, BACKOFF_CAP);
  }

  /**
   * Judges files whose times are of one clock. Their order does not matter, the order of the lines
   * of one file does where times are equal.
   *
   * @param backoffCap the longest pause of a client between two tries; a subscription must reach
   *     the head within 10 s and this, see {@link Invariant#COMPLETE}
   * @throws UncheckedIOException if a file cannot be read or a line, but a cut last one, is no
   *     event
   */
  public static Verdict check(List<Path> files, Duration backoffCap) {
    Findings findings = new Findings();
    History history = read(files);
    history.channels().toList().forEach(channel -> publishes(channel, findings).realtime());
    return subscriptions(history, Optional.of(backoffCap), findings);
  }

  /**
   * Judges files of machines without a common clock: everything but {@link Invariant#REALTIME} and
   * the time that {@link Invariant#COMPLETE} allows.
   */
  public static Verdict checkWithoutCommonClock(List<Path> files) {
    Findings findings = new Findings();
    History history = read(files);
    history.channels().toList().forEach(channel -> publishes(channel, findings));
    findings.note("no common clock; REALTIME and the time of COMPLETE not judged");
    return subscriptions(history, Optional.empty(), findings);
  }

  private static History read(List<Path> files) {
    List<Line<HistoryEvent>> lines = new ArrayList<>();
    try {
      for (Path file : files) {
        lines.addAll(HistoryJson.read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return History.of(lines);
  }

  private static PublishOrderCheck publishes(ChannelHistory channel, Findings findings) {
    EntryCheck entries = new EntryCheck(channel, findings);
    entries.run();
    PublishOrderCheck order = new PublishOrderCheck(channel, entries, findings);
    order.fifo();
    return order;
  }

  private static Verdict subscriptions(
      History history, Optional<Duration> backoffCap, Findings findings) {
    Map<String, String> sums = new HashMap<>();
    history.publishes().map(Publish::call).forEach(call -> remember(sums, call));
    history
        .subscriptions()
        .toList()
        .forEach(
            subscription -> {
              ChannelHistory channel = history.channel(subscription.channel());
              if (subscription.delivers()) {
                CatchUp catchUp = CatchUp.of(subscription, history, backoffCap);
                new SubscriptionCheck(subscription, channel, sums, catchUp, findings).run();
              }
              if (!subscription.hooks().isEmpty()) {
                new HookCheck(subscription, channel, sums, history.faults(), findings).run();
              }
            });
    return findings.verdict(history);
  }

  private static void remember(Map<String, String> sums, HistoryEvent.PublishCalled call) {
    String sum = call.sum();
    if (sum != null) {
      sums.put(call.mid(), sum);
    }
  }
}
