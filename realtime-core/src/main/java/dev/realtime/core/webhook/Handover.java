package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.UnavailableException;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the verified deliveries of a receiver and its reader: it gives the reader one
 * at a time, and says what each is answered when the reader is done with it.
 *
 * <p>Thread-safe. It holds no thread; a timer while a delivery waits for the one before it.
 */
final class Handover {
  /*
   * A 2xx moves the sender's position, so it is said only if the batch was handled by the exchange
   * it was given to and that exchange is still the current one. The reader cancels an exchange and
   * opens the next one before it lets go of a batch that it did not handle (SubscriptionLoop), so
   * when the batch is done `current` says what to answer.
   */

  /** How long a delivery waits for the one before it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final String channel;
  private final DeliveryTurns turns;
  private final ReplayedIds replayed;
  private final Object lock = new Object();

  /** The reader; guarded by lock. */
  private @Nullable ReceivingExchange current;

  /** Completes when the delivery that has its turn is answered; guarded by lock. */
  private @Nullable CompletableFuture<Void> inHand;

  /** The reader of that delivery; guarded by lock. */
  private @Nullable ReceivingExchange handling;

  /** Why there is no reader any more; guarded by lock. */
  private @Nullable RealtimeException closed;

  /** One without a reader. */
  Handover(String channel, Timers timers) {
    this.channel = channel;
    this.turns = new DeliveryTurns(timers, PATIENCE);
    this.replayed = new ReplayedIds(timers);
  }

  /** Puts a reader in place. */
  Exchange open(Start from, Inlet inlet) {
    ReceivingExchange next = new ReceivingExchange(from, inlet, this::left);
    synchronized (lock) {
      if (current != null) {
        throw new IllegalStateException("the receiver of " + channel + " has a reader already");
      }
      current = next;
      closed = null;
    }
    return next;
  }

  private void left(ReceivingExchange exchange) {
    synchronized (lock) {
      if (current == exchange) {
        current = null;
        closed = new RejectedException(ErrorCode.CLOSED, "nobody subscribes here any more");
      }
    }
  }

  /** The reader; empty before the first, between two and after the last. */
  Optional<ReceivingExchange> reader() {
    synchronized (lock) {
      return Optional.ofNullable(current);
    }
  }

  /** Completes when the delivery that is being handled is answered; empty if there is none. */
  Optional<CompletionStage<Void>> inHand() {
    synchronized (lock) {
      return Optional.ofNullable(inHand);
    }
  }

  /** Answers the delivery that is being handled, if its reader has left. */
  void abandon() {
    ReceivingExchange left;
    synchronized (lock) {
      left = current == null ? handling : null;
    }
    if (left != null) {
      left.abandon();
    }
  }

  /** Gives a delivery to the reader when those before it are answered. */
  CompletionStage<WebhookReply> take(Arrival arrival) {
    return turns
        .take()
        .thenCompose(
            mine -> {
              if (!mine) {
                return CompletableFuture.completedFuture(
                    later("the delivery before this one is still being handled"));
              }
              CompletableFuture<Void> answered = begin();
              return deliver(arrival).whenComplete((reply, failure) -> end(answered));
            });
  }

  private CompletableFuture<Void> begin() {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    synchronized (lock) {
      inHand = answered;
    }
    return answered;
  }

  private void end(CompletableFuture<Void> answered) {
    synchronized (lock) {
      inHand = null;
      handling = null;
    }
    answered.complete(null);
    turns.pass();
  }

  private CompletionStage<WebhookReply> deliver(Arrival arrival) {
    ReceivingExchange reader;
    synchronized (lock) {
      reader = current;
      if (reader == null) {
        return CompletableFuture.completedFuture(
            closed == null ? later("nobody subscribes here yet") : WebhookReply.refusal(closed));
      }
      handling = reader;
    }
    Optional<WebhookReply> known =
        arrival.isReplay() ? judgeReplay(arrival, reader) : Optional.empty();
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known.get());
    }
    return reader
        .deliver(arrival.batch())
        .handle((done, failure) -> handled(arrival, reader, failure));
  }

  private Optional<WebhookReply> judgeReplay(Arrival arrival, ReceivingExchange reader) {
    Optional<Boolean> same = replayed.sameContent(arrival.id(), arrival.body());
    if (same.isPresent()) {
      return Optional.of(
          same.get()
              ? WebhookReply.of(200)
              : WebhookReply.refusal(
                  new RejectedException(
                      ErrorCode.MESSAGE_ID_REUSED,
                      "a replay with this webhook-id had another content")));
    }
    return reader.isOpen()
        ? Optional.empty()
        : Optional.of(later("the subscription does not know its position yet"));
  }

  private WebhookReply handled(Arrival arrival, ReceivingExchange by, @Nullable Throwable failure) {
    ReceivingExchange now;
    synchronized (lock) {
      now = current;
      if (failure != null && now == null) {
        closed = reason(failure);
      }
      if (now == null && closed != null) {
        return WebhookReply.refusal(closed);
      }
    }
    if (failure != null) {
      return WebhookReply.refusal(reason(failure));
    }
    if (now == by) {
      if (arrival.isReplay()) {
        replayed.add(arrival.id(), arrival.body());
      }
      return WebhookReply.of(200);
    }
    return Optional.ofNullable(now)
        .flatMap(ReceivingExchange::wanted)
        .map(Handover::goOn)
        .orElseGet(() -> later("the subscription begins anew"));
  }

  /** What a sender may know of a failure: not its text, which may repeat a message. */
  private static RealtimeException reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RealtimeException known && known.code() == ErrorCode.CLOSED
        ? new RejectedException(ErrorCode.CLOSED, "nobody subscribes here any more")
        : new RejectedException(ErrorCode.HANDLER_FAILED, "the subscriber failed");
  }

  private static WebhookReply goOn(Position wanted) {
    return WebhookReply.refusal(
            new RejectedException(
                ErrorCode.OUT_OF_SEQUENCE, "this does not follow; go on after " + wanted))
        .withHeader(WebhookReply.POSITION, wanted.toString());
  }

  private static WebhookReply later(String why) {
    return WebhookReply.refusal(
        new UnavailableException(ErrorCode.SLOW_CONSUMER, why, SOON, false, null));
  }
}
