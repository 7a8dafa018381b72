package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.UnavailableException;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.core.wire.WebhookBody.Challenge;
import dev.realtime.core.wire.WebhookBody.Delivery;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The place where the webhooks of one subscription arrive, behind whatever HTTP server gets them:
 * it verifies each, hands the batch to the reader that {@link #open} put there, one at a time, and
 * answers when the reader has handled it. What is a repeat and what does not fit is decided by the
 * reader, as on every transport; docs/webhooks.md has the table of answers.
 *
 * <p>Thread-safe. It holds no thread; a timer while a delivery waits for the one before it.
 */
public final class WebhookReceiver {
  /*
   * A 2xx moves the sender's position, so it is said only if the batch was handled by the exchange
   * it was given to and that exchange is still the current one. The reader cancels an exchange and
   * opens the next one before it lets go of a batch that it did not handle (SubscriptionLoop), so
   * when the batch is done `current` says what to answer.
   */

  /** How many bytes a body has at most unless said otherwise: 1 MiB. */
  public static final int DEFAULT_MAX_BODY = 1 << 20;

  /** How long a delivery waits for the one before it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(WebhookReceiver.class.getName());

  private final String channel;
  private final WebhookVerifier verifier;
  private final int maxBody;
  private final DeliveryTurns turns;
  private final ReplayedIds replayed;
  private final Object lock = new Object();

  /** Guarded by lock. */
  private Optional<String> subscription = Optional.empty();

  /** The reader; guarded by lock. */
  private @Nullable ReceivingExchange current;

  /** Completes when the delivery that has its turn is answered; guarded by lock. */
  private @Nullable CompletableFuture<Void> inHand;

  /** The reader of that delivery; guarded by lock. */
  private @Nullable ReceivingExchange handling;

  /** Why there is no reader any more; guarded by lock. */
  private @Nullable RealtimeException closed;

  private volatile boolean refusing;
  private final CompletableFuture<Void> reached = new CompletableFuture<>();

  /** A receiver of a channel, for bodies of up to {@link #DEFAULT_MAX_BODY}. */
  public WebhookReceiver(String channel, WebhookVerifier verifier, Timers timers) {
    this(channel, verifier, timers, DEFAULT_MAX_BODY);
  }

  /**
   * A receiver of a channel.
   *
   * @param maxBody bytes; a body over them is refused with 413, which makes the sender send less
   */
  public WebhookReceiver(String channel, WebhookVerifier verifier, Timers timers, int maxBody) {
    this.channel = channel;
    this.verifier = verifier;
    this.maxBody = maxBody;
    this.turns = new DeliveryTurns(timers, PATIENCE);
    this.replayed = new ReplayedIds(timers);
  }

  /** The channel that it takes. */
  public String channel() {
    return channel;
  }

  /** How many bytes a body has at most. */
  public int maxBody() {
    return maxBody;
  }

  /**
   * Says whose requests are taken: those of one subscription. Unless this is called, the first
   * verified request decides.
   */
  public void expect(String id) {
    synchronized (lock) {
      subscription = Optional.of(id);
    }
  }

  /**
   * Puts a reader in place. It is told where delivery begins by {@link #opened}, or by the first
   * delivery if that comes first.
   *
   * @param from where the reader wants to begin; after a batch that did not fit the sender is asked
   *     to go on there
   * @throws IllegalStateException if there is a reader already
   */
  public Exchange open(Start from, Inlet inlet) {
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

  /** The subscription whose requests are taken; empty until that is known. */
  public Optional<String> subscription() {
    synchronized (lock) {
      return subscription;
    }
  }

  /** Tells the reader where the sender goes on, unless it knows. */
  public void opened(Position at, Position head) {
    reader().ifPresent(reader -> reader.open(at, head));
  }

  /** Tells the reader the newest position of the log. */
  public void head(Position head) {
    reader().filter(ReceivingExchange::isOpen).ifPresent(reader -> reader.head(head));
  }

  /** Completes when the sender has reached this receiver with a request that it accepts. */
  public CompletionStage<Void> reached() {
    return reached.minimalCompletionStage();
  }

  /** Completes when the delivery that is being handled is answered; empty if there is none. */
  public Optional<CompletionStage<Void>> inHand() {
    synchronized (lock) {
      return Optional.ofNullable(inHand);
    }
  }

  /**
   * Answers the delivery that is being handled, whose reader has left, although its handler has not
   * returned: the sender is told that nobody subscribes any more.
   */
  public void abandon() {
    ReceivingExchange left;
    synchronized (lock) {
      left = current == null ? handling : null;
    }
    if (left != null) {
      left.abandon();
    }
  }

  /** Ends the reader; nothing is taken until there is another. */
  public void end(EndReason reason) {
    reader().ifPresent(reader -> reader.end(reason));
  }

  private Optional<ReceivingExchange> reader() {
    synchronized (lock) {
      return Optional.ofNullable(current);
    }
  }

  /**
   * Takes a request.
   *
   * @return completes with the answer, never with a failure, when the batch was handled; that is as
   *     late as the subscriber makes it
   */
  public CompletionStage<WebhookReply> receive(WebhookRequest request) {
    try {
      RequestRules.checkMethod(request);
      RequestRules.checkSize(request, maxBody);
      RequestRules.checkType(request);
      String id = verify(request).id();
      RequestRules.checkText(request.body());
      WebhookBody body = WebhookBody.decode(request.body());
      if (body instanceof Challenge challenge) {
        checkAddressee(challenge.subscription(), challenge.channel());
        return CompletableFuture.completedFuture(answer(challenge));
      }
      Delivery delivery = (Delivery) body;
      checkAddressee(delivery.subscription(), delivery.batch().channel());
      return inTurn(new Arrival(id, request.body(), delivery));
    } catch (RejectedException e) {
      return CompletableFuture.completedFuture(WebhookReply.refusal(e));
    }
  }

  private WebhookVerdict.Verified verify(WebhookRequest request) {
    WebhookVerdict verdict = verifier.verify(request.headers(), request.body());
    if (verdict instanceof WebhookVerdict.Rejected rejected && !refusing) {
      refusing = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "a webhook of {0} is refused, {1}: {2}; said once until one is verified",
          channel,
          rejected.reason(),
          rejected.detail());
    }
    WebhookVerdict.Verified verified = verdict.orThrow();
    refusing = false;
    return verified;
  }

  private void checkAddressee(String id, String name) {
    synchronized (lock) {
      if (name.equals(channel) && subscription.isEmpty()) {
        subscription = Optional.of(id);
      }
      if (!name.equals(channel) || !subscription.equals(Optional.of(id))) {
        throw new RejectedException(
            ErrorCode.FORBIDDEN, "this is the receiver of another subscription or channel");
      }
    }
  }

  /** Whether or not there is a reader: it says that this place is one for webhooks. */
  private WebhookReply answer(Challenge challenge) {
    reached.complete(null);
    return new WebhookReply(200, Map.of("Content-Type", "application/json"), challenge.answer());
  }

  private CompletionStage<WebhookReply> inTurn(Arrival arrival) {
    reached.complete(null);
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
    Optional<Boolean> same = replayed.sameContent(arrival.id, arrival.body);
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
        replayed.add(arrival.id, arrival.body);
      }
      return WebhookReply.of(200);
    }
    return Optional.ofNullable(now)
        .flatMap(ReceivingExchange::wanted)
        .map(WebhookReceiver::goOn)
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

  @Override
  public String toString() {
    return "WebhookReceiver[" + channel + ", " + verifier + "]";
  }

  /** A delivery with what tells it from another. */
  private static final class Arrival {
    final String id;
    final byte[] body;
    final Delivery delivery;

    Arrival(String id, byte[] body, Delivery delivery) {
      this.id = id;
      this.body = body;
      this.delivery = delivery;
    }

    boolean isReplay() {
      return delivery.replay();
    }

    Batch batch() {
      return isReplay() ? delivery.batch().asReplay() : delivery.batch();
    }
  }
}
