package dev.realtime.core.loop;

import static java.util.Objects.requireNonNull;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.RealtimeException;
import dev.realtime.Receipt;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.wire.PayloadRules;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PublishTransport;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one publisher on their way to one channel: numbered 1, 2, 3… under a producer id,
 * sent in batches in order, repeated under the same numbers until they are stored or refused.
 *
 * <p>Thread-safe; all state is confined to the serial executor.
 */
public final class PublishLoop implements AutoCloseable {
  /*
   * The first batch that fails stops sending; when all batches that were under way are answered,
   * recover() decides once for all of them: the same numbers again (unavailable), or a new producer
   * id for what is known not to be stored (rejected). While `recovering` nothing is sent, so a
   * message never overtakes one that is repeated.
   */
  private final String channel;
  private final PublishTransport transport;
  private final PublishLimits limits;
  private final Executor serial;
  private final Timers timers;
  private final Supplier<String> producerIds;
  private final LongFunction<Duration> delays;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final PublishBacklog backlog;
  private volatile boolean closed;
  private int unanswered;
  private int attempt;
  private boolean recovering;
  private @Nullable RealtimeException failure;
  private Runnable cancelRetry = () -> {};

  /**
   * A loop under a fresh producer id.
   *
   * @param serial runs one task at a time
   * @param producerIds gives a new random producer id at each call
   * @param delays the delay before the n-th repetition, n from 1
   */
  public PublishLoop(
      String channel,
      PublishTransport transport,
      PublishLimits limits,
      Executor serial,
      Timers timers,
      Supplier<String> producerIds,
      LongFunction<Duration> delays) {
    this.channel = channel;
    this.transport = transport;
    this.limits = limits;
    this.serial = serial;
    this.timers = timers;
    this.producerIds = producerIds;
    this.delays = delays;
    this.backlog = new PublishBacklog(limits, producerIds.get());
  }

  /** The producer id in use. */
  public String producer() {
    return backlog.producer();
  }

  /**
   * Holds what is published until the log has said which sequence the producer goes on with; for a
   * producer id that is given. To be called before the first publish.
   */
  public void awaitNextSequence() {
    serial.execute(
        () -> {
          recovering = true;
          askNextSequence();
        });
  }

  private void askNextSequence() {
    CompletionStage<Long> answer;
    try {
      answer = requireNonNull(transport.nextSequence(channel, backlog.producer()));
    } catch (RuntimeException | Error e) { // whoever wrote the transport: publishes wait for it
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete((next, failure) -> serial.execute(() -> goOnWith(next, failure)));
  }

  private void goOnWith(@Nullable Long next, @Nullable Throwable failure) {
    if (next != null) {
      backlog.goOnWith(next);
      recovering = false;
      attempt = 0;
      pump();
      return;
    }
    RealtimeException cause = PublishOutcomes.failureOf(failure);
    if (cause instanceof UnavailableException && !closed) {
      backlog.failExpired(timers.nanoTime(), cause);
      cancelRetry = timers.schedule(delays.apply(++attempt), this::askNextSequence);
    } else {
      closed = true;
      failAll(cause);
    }
  }

  /** Takes a message; returns at once (SPEC 1.10). */
  public CompletionStage<Receipt> publish(NewEntry entry) {
    NewEntry checked;
    try {
      Payload payload = PayloadRules.check(entry.payload(), limits.maxMessageBytes());
      checked = new NewEntry(payload, entry.options());
    } catch (RejectedException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (closed) {
      return CompletableFuture.failedFuture(PublishOutcomes.closed(channel));
    }
    if (!backlog.admit()) {
      return CompletableFuture.failedFuture(
          new UnavailableException(
              ErrorCode.RATE_LIMITED,
              limits.maxInFlight() + " publishes are in flight on " + channel));
    }
    Pending pending = new Pending(checked, timers.nanoTime());
    serial.execute(() -> accept(pending));
    if (closed) {
      // The executor may have ended before it took the task.
      end.thenRun(() -> pending.answer.completeExceptionally(PublishOutcomes.closed(channel)));
    }
    return pending.answer;
  }

  @Override
  public void close() {
    closed = true;
    serial.execute(
        () -> {
          failAll(PublishOutcomes.closed(channel));
          end.complete(null);
        });
  }

  /** Completes when {@link #close} has answered every publish. */
  public CompletionStage<Void> closed() {
    return end;
  }

  private void accept(Pending pending) {
    if (closed) {
      backlog.fail(pending, PublishOutcomes.closed(channel));
      return;
    }
    backlog.add(pending);
    pump();
  }

  private void pump() {
    while (!recovering && !closed && unanswered < transport.window() && backlog.isWaiting()) {
      send(backlog.numberNext());
    }
  }

  private void send(List<Pending> batch) {
    unanswered++;
    List<NewEntry> entries = batch.stream().map(p -> p.entry).toList();
    batch.forEach(p -> p.unknownAttempts++);
    CompletionStage<List<Run>> answer;
    try {
      MessageId first = new MessageId(backlog.producer(), batch.get(0).sequence);
      answer = requireNonNull(transport.publish(channel, first, entries));
    } catch (RuntimeException | Error e) { // whoever wrote the transport: others wait behind
      answer = CompletableFuture.failedFuture(PublishOutcomes.notSent(e));
    }
    answer.whenComplete((runs, t) -> serial.execute(() -> answered(batch, runs, t)));
  }

  private void answered(List<Pending> batch, @Nullable List<Run> runs, @Nullable Throwable t) {
    unanswered--;
    if (runs != null) {
      backlog.stored(batch, runs);
      attempt = 0;
    } else {
      RealtimeException cause = PublishOutcomes.failureOf(t);
      if (PublishOutcomes.isDefinite(cause)) {
        batch.forEach(p -> p.unknownAttempts--);
      }
      if (failure == null) {
        failure = cause;
      }
      recovering = true;
    }
    if (recovering && unanswered == 0 && !closed) {
      recover();
    } else {
      pump();
    }
  }

  private void recover() {
    RealtimeException cause = failure == null ? PublishOutcomes.closed(channel) : failure;
    failure = null;
    if (cause instanceof UnavailableException unavailable) {
      retryLater(unavailable);
      return;
    }
    if (!PublishOutcomes.isProducerLost(cause)) {
      backlog.refused(cause);
    }
    renumber();
  }

  private void renumber() {
    backlog.renumber(producerIds.get());
    recovering = false;
    pump();
  }

  private void retryLater(UnavailableException cause) {
    if (backlog.isSentExpired(timers.nanoTime())) {
      backlog.failSent(cause);
      renumber();
      return;
    }
    attempt++;
    Duration delay = cause.retryAfter().orElseGet(() -> delays.apply(attempt));
    cancelRetry = timers.schedule(delay, () -> serial.execute(this::repeat));
  }

  private void repeat() {
    if (closed) {
      return;
    }
    recovering = false;
    backlog.sent().forEach(this::send);
    pump();
  }

  private void failAll(RealtimeException cause) {
    cancelRetry.run();
    backlog.failAll(cause);
  }
}
