package dev.realtime.core.log;

import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.ChannelLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An append that waits or is in flight, and what is told of it.
 *
 * <p>Confined to who has the turn of its {@link AppendQueue}; the answer may be used from any
 * thread.
 */
final class PendingAppend {
  private final ChannelLog log;
  private final Append append;
  private final long bytes;
  private final CompletableFuture<AppendResult> answer = new CompletableFuture<>();

  /** Set by the first of two: the log's answer, and the end of the call that waits for it. */
  private final AtomicBoolean passed = new AtomicBoolean();

  private @Nullable AppendResult result;
  private @Nullable Throwable failure;

  PendingAppend(ChannelLog log, Append append) {
    this.log = log;
    this.append = append;
    this.bytes = append.entries().stream().mapToLong(entry -> entry.payload().size()).sum();
  }

  ChannelLog log() {
    return log;
  }

  Append append() {
    return append;
  }

  /** The payload bytes of its entries. */
  long bytes() {
    return bytes;
  }

  /** Completes when the append is told. */
  CompletionStage<AppendResult> answer() {
    return answer;
  }

  /**
   * Whether the log has answered when this returns. If not, {@code late} is given this append once
   * it does, so that the one or the other goes on, never both.
   */
  boolean isAnsweredBy(CompletionStage<AppendResult> stage, Consumer<PendingAppend> late) {
    stage.whenComplete(
        (stored, why) -> {
          result = stored;
          failure = why;
          if (passed.getAndSet(true)) {
            late.accept(this);
          }
        });
    return passed.getAndSet(true);
  }

  /** Whether the log answered that all is stored. */
  boolean isStored() {
    return result instanceof AppendResult.Stored;
  }

  /** Tells what the log answered. */
  void tell() {
    if (failure != null) {
      answer.completeExceptionally(failure);
    } else {
      answer.complete(result);
    }
  }

  /** Tells a failure in place of the log's answer. */
  void fail(Throwable why) {
    answer.completeExceptionally(why);
  }
}
