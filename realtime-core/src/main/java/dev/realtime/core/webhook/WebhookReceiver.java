package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.core.wire.WebhookBody.Bye;
import dev.realtime.core.wire.WebhookBody.Challenge;
import dev.realtime.core.wire.WebhookBody.Delivery;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The place where the webhooks of one subscription arrive, behind whatever HTTP server gets them:
 * it verifies each, hands the batch to the reader that {@link #open} put there, one at a time, and
 * answers when the reader has handled it. What is a repeat and what does not fit is decided by the
 * reader, as on every transport; docs/webhooks.md has the table of answers.
 *
 * <p>Thread-safe. It holds no thread; a timer while a delivery waits for the one before it.
 */
public final class WebhookReceiver {
  /** How many bytes a body has at most unless said otherwise: 1 MiB. */
  public static final int DEFAULT_MAX_BODY = 1 << 20;

  private static final System.Logger LOG = System.getLogger(WebhookReceiver.class.getName());

  private final String channel;
  private final WebhookVerifier verifier;
  private final int maxBody;
  private final Handover handover;
  private final Object lock = new Object();

  /** Guarded by lock. */
  private Optional<String> subscription = Optional.empty();

  private volatile boolean refusing;
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();

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
    this.handover = new Handover(channel, timers);
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

  /** The subscription whose requests are taken; empty until that is known. */
  public Optional<String> subscription() {
    synchronized (lock) {
      return subscription;
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
    return handover.open(from, inlet);
  }

  /** Tells the reader where the sender goes on, unless it knows. */
  public void opened(Position at, Position head) {
    handover.reader().ifPresent(reader -> reader.open(at, head));
  }

  /** Tells the reader the newest position of the log. */
  public void head(Position head) {
    handover.reader().filter(ReceivingExchange::isOpen).ifPresent(reader -> reader.head(head));
  }

  /** Completes when the sender has reached this receiver with a request that it accepts. */
  public CompletionStage<Void> reached() {
    return reached.minimalCompletionStage();
  }

  /** Completes when the sender has said good-bye, which ends the reader in order. */
  public CompletionStage<Void> left() {
    return left.minimalCompletionStage();
  }

  /** Completes when the delivery that is being handled is answered; empty if there is none. */
  public Optional<CompletionStage<Void>> inHand() {
    return handover.inHand();
  }

  /**
   * Answers the delivery that is being handled, whose reader has left, although its handler has not
   * returned: the sender is told that nobody subscribes any more.
   */
  public void abandon() {
    handover.abandon();
  }

  /** Ends the reader; nothing is taken until there is another. */
  public void end(EndReason reason) {
    handover.reader().ifPresent(reader -> reader.end(reason));
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
      if (body instanceof Bye bye) {
        checkAddressee(bye.subscription(), bye.channel());
        return CompletableFuture.completedFuture(leave(bye));
      }
      Delivery delivery = (Delivery) body;
      checkAddressee(delivery.subscription(), delivery.batch().channel());
      reached.complete(null);
      return handover.take(new Arrival(id, request.body(), delivery));
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

  /** The server shuts down (SPEC 4.21). */
  private WebhookReply leave(Bye bye) {
    end(new EndReason.Completed(Optional.of(Duration.ofMillis(bye.retryAfterMillis()))));
    left.complete(null);
    return WebhookReply.of(200);
  }

  @Override
  public String toString() {
    return "WebhookReceiver[" + channel + ", " + verifier + "]";
  }
}
