package dev.realtime.okhttp.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.core.webhook.HeadPolicy;
import dev.realtime.core.webhook.KeptSecret;
import dev.realtime.core.webhook.NewSubscription;
import dev.realtime.core.webhook.SubscriptionReport;
import dev.realtime.core.webhook.WebhookReceiver;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.okhttp.call.RequestThreads;
import dev.realtime.okhttp.webhook.WebhookTransport.Parts;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A subscription of this client at the server, from its registration to its deletion, over the
 * exchanges that one reader has meanwhile. Thread-safe.
 */
final class RegisteredWebhook {
  /*
   * A reader that lets go of a batch which does not fit cancels its exchange and opens the next one
   * at once, while that delivery waits for its answer: then the registration goes on (`goOn`) and
   * the answer is 409 with the wanted position. A cancel that nothing follows is the end; it is
   * told from the other when the delivery is answered, or after GRACE if that takes too long.
   *
   * The place stays for challenges until the subscription is deleted, or for GRACE if it is not
   * known: the server asks a host no more for a minute that answered ten of them wrongly.
   */
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final int TOKEN_BYTES = 24;

  private final String channel;
  private final Parts parts;
  private final Consumer<RegisteredWebhook> over;
  private final String token;
  private final String secret;
  private final WebhookReceiver receiver;
  private final Object lock = new Object();

  /** Known when the server has answered; guarded by lock. */
  private Optional<String> id = Optional.empty();

  /** The reader that let go and may go on; guarded by lock. */
  private Optional<Inlet> former = Optional.empty();

  /** Guarded by lock. */
  private boolean dropped;

  private volatile Runnable cancelWatch = () -> {};

  RegisteredWebhook(String channel, Parts parts, Consumer<RegisteredWebhook> over) {
    this.channel = channel;
    this.parts = parts;
    this.over = over;
    byte[] random = new byte[TOKEN_BYTES];
    parts.random().nextBytes(random);
    this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    this.secret = parts.options().secret().orElseGet(() -> KeptSecret.generateText(parts.random()));
    this.receiver =
        new WebhookReceiver(
            channel,
            new WebhookVerifier(List.of(WebhookSecret.parse(secret)), parts.clock()),
            parts.timers(),
            parts.options().maxBody());
  }

  /** Puts the reader in place and registers. */
  Exchange begin(Start from, Inlet inlet) {
    Exchange exchange = receiver.open(from, inlet);
    RequestThreads.start(parts.executor(), () -> register(from), this::refused);
    return () -> leave(exchange, inlet);
  }

  private void register(Start from) {
    try {
      URI url = parts.place().site().add(token, receiver);
      if (isDropped()) {
        parts.place().remove(token);
        return;
      }
      registered(
          parts
              .calls()
              .register(
                  new NewSubscription(
                      channel,
                      url.toString(),
                      Optional.of(secret),
                      from,
                      Optional.empty(),
                      new HeadPolicy.Block(),
                      0,
                      true)));
    } catch (RealtimeException e) {
      end(Outcomes.end(e));
    } catch (RuntimeException | Error e) { // an interceptor's too: nobody else would end it
      end(Outcomes.unforeseen(e));
    }
  }

  private void registered(SubscriptionReport report) {
    boolean late;
    synchronized (lock) {
      late = dropped;
      id = Optional.of(report.id());
    }
    if (late) {
      delete(report.id());
      return;
    }
    receiver.expect(report.id());
    receiver.left().thenRun(this::drop);
    // Live only when the server has reached us: before, nothing says that it ever will.
    receiver.reached().thenRun(() -> receiver.opened(report.position(), report.position()));
    watch();
  }

  private boolean isDropped() {
    synchronized (lock) {
      return dropped;
    }
  }

  /** Asks the server after each heartbeat interval how the subscription is (SPEC 4.11). */
  private void watch() {
    cancelWatch =
        parts
            .timers()
            .schedule(
                parts.options().heartbeat(),
                () -> RequestThreads.start(parts.executor(), this::look, this::refused));
    if (isDropped()) {
      cancelWatch.run();
    }
  }

  private void look() {
    Optional<String> known;
    synchronized (lock) {
      known = dropped ? Optional.empty() : id;
    }
    if (known.isEmpty()) {
      return;
    }
    Optional<EndReason> end = receiver.inHand().isPresent() ? Optional.empty() : judge(known.get());
    end.ifPresentOrElse(this::end, this::watch);
  }

  private Optional<EndReason> judge(String known) {
    try {
      SubscriptionReport report = parts.calls().find(known);
      return report.isGivenUp()
          ? Optional.of(
              EndReason.lost(
                  "the server says " + report.state().wireName() + ": " + report.reason()))
          : Optional.empty();
    } catch (RealtimeException e) {
      if (e.code() == ErrorCode.SHUTTING_DOWN) {
        // It says good-bye to the receiver; if that fails it does not answer the next time.
        return Optional.empty();
      }
      return Optional.of(
          e.code() == ErrorCode.NOT_FOUND
              ? EndReason.lost("the server does not know the subscription any more")
              : Outcomes.end(e));
    } catch (RuntimeException | Error e) {
      return Optional.of(Outcomes.unforeseen(e));
    }
  }

  private void leave(Exchange exchange, Inlet inlet) {
    exchange.cancel();
    Optional<CompletionStage<Void>> inHand = receiver.inHand();
    boolean mayGoOn;
    synchronized (lock) {
      mayGoOn = id.isPresent() && inHand.isPresent();
      former = mayGoOn ? Optional.of(inlet) : Optional.empty();
    }
    if (!mayGoOn) {
      drop();
      return;
    }
    Runnable cancel = parts.timers().schedule(GRACE, () -> dropUnlessRead(inlet));
    inHand
        .get()
        .thenRun(
            () -> {
              cancel.run();
              dropUnlessRead(inlet);
            });
  }

  private void dropUnlessRead(Inlet left) {
    boolean read;
    synchronized (lock) {
      read = !former.equals(Optional.of(left));
    }
    if (!read) {
      drop();
    }
  }

  /** The next exchange of the reader that let go, if that was of this registration. */
  Optional<Exchange> goOn(Start.After from, Inlet inlet) {
    synchronized (lock) {
      boolean mine = former.filter(inlet::follows).isPresent();
      if (dropped || !mine || receiver.inHand().isEmpty()) {
        return Optional.empty();
      }
      former = Optional.empty();
    }
    Exchange exchange = receiver.open(from, inlet);
    receiver.opened(from.position(), from.position());
    return Optional.of(() -> leave(exchange, inlet));
  }

  /** Ends the reader, if there is one, and the subscription. */
  void end(EndReason reason) {
    receiver.end(reason);
    drop();
  }

  private void drop() {
    Optional<String> known;
    synchronized (lock) {
      if (dropped) {
        return;
      }
      dropped = true;
      known = id.or(receiver::subscription);
    }
    cancelWatch.run();
    receiver.abandon();
    over.accept(this);
    if (known.isPresent()) {
      deleteLater(known.get());
    } else {
      parts.timers().schedule(GRACE, this::forget);
    }
  }

  private void refused(RejectedException closed) {
    end(Outcomes.end(closed));
  }

  /** A client that is closed tells the server no more, and the place is gone with it. */
  private void deleteLater(String known) {
    RequestThreads.start(parts.executor(), () -> delete(known), closed -> {});
  }

  private void delete(String known) {
    parts.calls().delete(known);
    parts.place().remove(token);
  }

  /** An answer that was lost may have told of a subscription that only its challenge names. */
  private void forget() {
    Optional<String> named = receiver.subscription();
    if (named.isPresent()) {
      deleteLater(named.get());
    } else {
      parts.place().remove(token);
    }
  }
}
