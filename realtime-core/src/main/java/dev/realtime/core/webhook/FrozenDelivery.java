package dev.realtime.core.webhook;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.core.webhook.Progress.Skipped;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One delivery in the bytes that every attempt sends (SPEC 4.16). Its id names the last message
 * too: a batch that grew after a restart must not look like the old one to a receiver that goes by
 * ids.
 *
 * <p>Immutable; two are the same only if they are one.
 */
final class FrozenDelivery {
  private final String id;
  private final Position from;
  private final Batch batch;
  private final Optional<Skipped> skipped;
  private final byte[] body;
  private final Instant firstAttemptAt;

  private FrozenDelivery(String subscription, Progress now, Batch batch, Instant firstAttemptAt) {
    this.id = id(subscription, batch);
    this.from = now.position();
    this.batch = batch;
    this.skipped = now.skipped().filter(s -> batch.gap().equals(Optional.of(s.gap())));
    this.body =
        new WebhookBody.Delivery(subscription, batch, false, skipped.flatMap(Skipped::deadLetter))
            .toJson();
    this.firstAttemptAt = firstAttemptAt;
  }

  static FrozenDelivery of(String subscription, Progress now, Batch batch, Instant firstAttemptAt) {
    return new FrozenDelivery(subscription, now, batch, firstAttemptAt);
  }

  String id() {
    return id;
  }

  /** The position of the subscription when it was made. */
  Position from() {
    return from;
  }

  Batch batch() {
    return batch;
  }

  /** What it announces that a policy left out. */
  Optional<Skipped> skipped() {
    return skipped;
  }

  byte[] body() {
    return body;
  }

  Instant firstAttemptAt() {
    return firstAttemptAt;
  }

  /**
   * The next part of a batch.
   *
   * @param progress where the subscription is
   * @param announceOwn whether the gap of the batch itself is still to be told
   * @param limit how many messages at most, 0 for an announcement alone
   */
  static Batch cut(Batch whole, Progress progress, boolean announceOwn, int limit) {
    Optional<Gap> left = progress.skipped().map(Skipped::gap);
    if (left.isPresent() && announceOwn) {
      Position resume = left.get().resume();
      return new Batch(whole.channel(), resume, resume, resume, left, List.of());
    }
    Position previous = announceOwn ? whole.previous() : progress.next();
    List<Entry> rest = rest(whole, previous);
    boolean all = rest.size() <= limit;
    List<Entry> entries = all ? rest : rest.subList(0, limit);
    Position last = all ? whole.last() : lastOf(entries, previous);
    Optional<Gap> gap = announceOwn ? whole.gap() : left;
    return new Batch(whole.channel(), previous, last, last, gap, List.copyOf(entries));
  }

  private static Position lastOf(List<Entry> entries, Position otherwise) {
    return entries.isEmpty() ? otherwise : entries.get(entries.size() - 1).position();
  }

  /** What of a batch comes after a position. */
  static List<Entry> rest(Batch whole, Position after) {
    return whole.entries().stream().filter(e -> e.offset() > after.offset()).toList();
  }

  private static String id(String subscription, Batch batch) {
    String range =
        batch.entries().isEmpty()
            ? "gap-" + batch.last().offset()
            : batch.entries().get(0).offset() + "-" + batch.last().offset();
    return subscription + "_" + batch.last().epoch() + "_" + range;
  }

  int size() {
    return batch.entries().size();
  }

  /** What the store keeps, with which the same bytes can be made again. */
  Progress.Inflight inflight(int attempt) {
    return new Progress.Inflight(
        batch.previous(), batch.last(), batch.gap(), attempt, firstAttemptAt);
  }
}
