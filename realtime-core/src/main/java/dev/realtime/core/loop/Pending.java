package dev.realtime.core.loop;

import dev.realtime.Receipt;
import dev.realtime.spi.NewEntry;
import java.util.concurrent.CompletableFuture;

/** A message between its publish call and its answer. Confined to its {@link PublishLoop}. */
final class Pending {
  final NewEntry entry;
  final long calledAtNanos;
  final CompletableFuture<Receipt> answer = new CompletableFuture<>();
  long sequence;

  /** Attempts whose outcome is not known: sent, and neither stored nor refused. */
  int unknownAttempts;

  Pending(NewEntry entry, long calledAtNanos) {
    this.entry = entry;
    this.calledAtNanos = calledAtNanos;
  }
}
