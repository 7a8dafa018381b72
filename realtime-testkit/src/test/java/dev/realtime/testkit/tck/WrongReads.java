package dev.realtime.testkit.tck;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Logs that read wrongly, each in one way. */
final class WrongReads {
  private WrongReads() {}

  private static Batch with(Batch batch, Position previous, Optional<Gap> gap, List<Entry> some) {
    return new Batch(batch.channel(), previous, batch.last(), batch.head(), gap, some);
  }

  private static Batch without(Batch batch, Predicate<Entry> hidden) {
    List<Entry> some = batch.entries().stream().filter(hidden.negate()).toList();
    return with(batch, batch.previous(), batch.gap(), some);
  }

  /** Hides an entry between two others. */
  record HoleyLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .thenApply(
              batch ->
                  batch.entries().size() < 3
                      ? batch
                      : without(batch, batch.entries().get(1)::equals));
    }
  }

  /** Does not say what retention removed. */
  record SilentTrimLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .thenApply(
              batch ->
                  with(
                      batch,
                      batch.previous(),
                      batch.gap().filter(gap -> gap.reason() != Gap.Reason.TRIMMED),
                      batch.entries()));
    }
  }

  /** Gives a reader of small batches two neighbours the other way round. */
  record FickleLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      boolean swap = maxEntries == 7;
      return right
          .read(after, maxEntries, maxBytes)
          .thenApply(batch -> swap && batch.entries().size() > 1 ? swapped(batch) : batch);
    }

    private static Batch swapped(Batch batch) {
      List<Entry> entries = new ArrayList<>(batch.entries());
      Entry first = entries.get(0);
      Entry second = entries.get(1);
      entries.set(0, at(second, first.position()));
      entries.set(1, at(first, second.position()));
      return with(batch, batch.previous(), batch.gap(), List.copyOf(entries));
    }

    private static Entry at(Entry entry, Position position) {
      return new Entry(
          position,
          entry.timeMillis(),
          entry.id(),
          entry.key(),
          entry.type(),
          entry.headers(),
          entry.payload());
    }
  }

  /** Gives an entry the time of the read in place of the time it was accepted. */
  record MutatingLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .thenApply(
              batch ->
                  with(
                      batch,
                      batch.previous(),
                      batch.gap(),
                      batch.entries().stream()
                          .map(entry -> touched(entry, batch.head().offset()))
                          .toList()));
    }

    private static Entry touched(Entry entry, long millis) {
      return new Entry(
          entry.position(),
          entry.timeMillis() + millis,
          entry.id(),
          entry.key(),
          entry.type(),
          entry.headers(),
          entry.payload());
    }
  }

  /** Removes from the newest end when it is full. */
  record WrongEndLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .thenCombine(
              right.bounds(),
              (batch, bounds) ->
                  bounds.earliest().offset() == 0
                      ? batch
                      : without(batch, entry -> entry.position().equals(bounds.head())));
    }
  }

  /** Gives nothing when the next entry is over the byte limit. */
  record StingyLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .thenApply(
              batch ->
                  !batch.entries().isEmpty() && batch.entries().get(0).payload().size() > maxBytes
                      ? Batch.empty(batch.channel(), after, batch.head())
                      : batch);
    }
  }

  /** Gives the entry of a position again to who asks for what follows it. */
  record InclusiveLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      if (after.offset() != 30 || maxEntries > 10) {
        return right.read(after, maxEntries, maxBytes);
      }
      return right
          .read(after, maxEntries, maxBytes)
          .thenCombine(
              right.read(after.withOffset(29), 1, maxBytes),
              (batch, before) -> {
                List<Entry> more = new ArrayList<>(before.entries());
                more.addAll(batch.entries());
                return with(batch, batch.previous(), batch.gap(), List.copyOf(more));
              });
    }
  }

  /** Goes on after an epoch that it does not know as if nothing were missing. */
  record CredulousLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .thenApply(
              batch ->
                  batch.gap().filter(gap -> gap.reason() == Gap.Reason.RESET).isPresent()
                      ? with(batch, batch.previous(), Optional.empty(), batch.entries())
                      : batch);
    }
  }

  /** Lets a position beyond the head wait until the log has grown there. */
  record PatientLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .thenApply(
              batch ->
                  batch.gap().filter(gap -> gap.reason() == Gap.Reason.DIVERGED).isPresent()
                      ? Batch.empty(batch.channel(), after, batch.head())
                      : batch);
    }
  }

  /** Names another place than the asked one as the begin of a batch. */
  record BrokenChainLog(ChannelLog right) implements ForwardingLog {
    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return right
          .read(after, maxEntries, maxBytes)
          .thenApply(
              batch ->
                  batch.gap().isPresent() || after.offset() == 0 || batch.entries().isEmpty()
                      ? batch
                      : with(
                          batch,
                          after.withOffset(after.offset() - 1),
                          batch.gap(),
                          batch.entries()));
    }
  }
}
