package dev.realtime.core.webhook;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.core.webhook.AnswerRule.Decision;
import dev.realtime.core.webhook.Progress.DeadLetter;
import dev.realtime.core.webhook.Progress.Skipped;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook subscription sends of its channel, batch by batch. A batch is written when the
 * receiver took all of it, which may be many requests later.
 *
 * <p>Confined to the serial executor of the subscription.
 */
final class WebhookDeliveries {
  /*
   * A batch is sent in parts; mostly in one. A part is frozen when it is made and sent until it is
   * settled: taken, given up, or abandoned because the subscription stops or goes on from elsewhere.
   * `part` is the one under way. Abandoning it does not take back a request that was sent: its
   * answer still comes, and counts if the subscription has not moved since.
   */
  private static final int MAX_REWINDS = 5;
  private static final int MAX_BLOCKED = 3;
  private static final Duration THROTTLED_AT_MOST = Duration.ofHours(24);

  private final WebhookContext context;
  private final SubscriptionState state;
  private final RequestLine line;
  private final Executor serial;
  private final Owner owner;
  private final Bisection bisection = new Bisection();
  private final RecentTimes rewinds = new RecentTimes(Duration.ofHours(1));
  private @Nullable Batch batch;

  /** Whether the gap of the batch itself is still to be told. */
  private boolean ownGap;

  private @Nullable CompletableFuture<Void> written;
  private @Nullable FrozenDelivery part;

  /** Failed attempts of the part. */
  private int attempt;

  private int blocked;
  private @Nullable Instant throttledSince;
  private boolean waitsForRetry;
  private Runnable cancel = () -> {};

  /** What an answer can make of a subscription. */
  interface Owner {
    /** It delivers no more. */
    void stop(WebhookState why, String reason);

    /** It reads again from its position. */
    void restart();
  }

  WebhookDeliveries(
      WebhookContext context,
      SubscriptionState state,
      RequestLine line,
      Executor serial,
      Owner owner) {
    this.context = context;
    this.state = state;
    this.line = line;
    this.serial = serial;
    this.owner = owner;
  }

  /**
   * Delivers a batch.
   *
   * @return completes when the receiver took it; fails if it is abandoned
   */
  CompletionStage<Void> deliver(Batch next) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    batch = next;
    ownGap = next.gap().isPresent();
    written = done;
    advance();
    return done;
  }

  /** Delivers what failed before a restart, in the same bytes. */
  CompletionStage<Void> resume(Batch frozen, Progress.Inflight inflight) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    batch = frozen;
    written = done;
    FrozenDelivery again =
        FrozenDelivery.of(
            state.registration().id(), state.progress(), frozen, inflight.firstAttemptAt());
    ownGap = frozen.gap().isPresent() && again.skipped().isEmpty();
    part = again;
    attempt = inflight.attempt();
    send();
    return done;
  }

  /** Sends nothing more of the batch; a request that was sent is still answered. */
  void abandon() {
    cancel.run();
    cancel = () -> {};
    waitsForRetry = false;
    part = null;
    batch = null;
    bisection.end();
    CompletableFuture<Void> done = written;
    written = null;
    if (done != null) {
      done.completeExceptionally(new CancellationException("the subscription goes on elsewhere"));
    }
  }

  /** Makes the next attempt now, if one waits. */
  void retryNow() {
    if (waitsForRetry) {
      cancel.run();
      send();
    }
  }

  private void advance() {
    Batch whole = batch;
    if (whole == null) {
      return;
    }
    boolean settled = !ownGap && FrozenDelivery.rest(whole, state.progress().next()).isEmpty();
    CompletableFuture<Void> done = written;
    if (settled && done != null) {
      part = null;
      batch = null;
      written = null;
      done.complete(null);
    } else {
      freeze(whole, bisection.limit());
      send();
    }
  }

  private void freeze(Batch whole, int limit) {
    Progress now = state.progress();
    Batch cut = FrozenDelivery.cut(whole, now, ownGap, limit);
    part = FrozenDelivery.of(state.registration().id(), now, cut, now());
    attempt = 0;
  }

  private Instant now() {
    return context.time().clock().instant();
  }

  private void send() {
    FrozenDelivery sent = part;
    if (sent != null) {
      waitsForRetry = false;
      RequestLine.Content content =
          new RequestLine.Content(sent.id(), sent.body(), attempt + 1, context.timeout());
      cancel = line.send(content, answer -> answered(sent, answer));
    }
  }

  private void sendLater(Duration delay) {
    waitsForRetry = true;
    cancel = context.time().timers().schedule(delay, () -> serial.execute(this::retryNow));
  }

  private void answered(FrozenDelivery sent, CallbackAnswer answer) {
    Batch content = sent.batch();
    Decision decision = AnswerRule.decide(answer, content.previous(), content.last(), now());
    String status = AnswerRule.shown(answer);
    if (sent != part) {
      late(sent, decision, status);
      return;
    }
    cancel = () -> {};
    if (!(decision instanceof Decision.Wait)) {
      throttledSince = null;
    }
    if (!(decision instanceof Decision.Blocked)) {
      blocked = 0;
    }
    settle(sent, decision, status, answer instanceof CallbackAnswer.Status);
  }

  /** The answer to a request that nobody waits for any more: what was taken was taken. */
  private void late(FrozenDelivery sent, Decision decision, String status) {
    if (decision instanceof Decision.Acknowledge ack
        && state.progress().position().equals(sent.from())
        && batch == null) {
      state.acknowledged(ack.to(), status);
    }
  }

  private void settle(
      FrozenDelivery sent, Decision decision, String status, boolean receiverAnswered) {
    if (decision instanceof Decision.Acknowledge ack) {
      acknowledged(sent, ack.to(), status);
    } else if (decision instanceof Decision.Rewind rewind) {
      rewind(rewind.to());
    } else if (decision instanceof Decision.Wait wait) {
      throttle(sent, wait.wish(), status);
    } else if (decision instanceof Decision.Split && sent.size() > 1) {
      bisection.halve(sent.size());
      advance();
    } else if (decision instanceof Decision.Gone) {
      stop(WebhookState.GONE, "the receiver answered 410", status);
    } else if (decision instanceof Decision.Disable) {
      stop(WebhookState.DISABLED, "the receiver switched it off", status);
    } else if (decision instanceof Decision.Blocked && ++blocked >= MAX_BLOCKED) {
      stop(WebhookState.PAUSED, status, status);
    } else {
      failed(sent, decision, status, receiverAnswered);
    }
  }

  private void stop(WebhookState why, String reason, String status) {
    state.answered(status);
    owner.stop(why, reason);
  }

  private void acknowledged(FrozenDelivery sent, Position to, String status) {
    boolean nothing = to.equals(sent.batch().previous()) && !to.equals(sent.batch().last());
    if (nothing && sent.batch().gap().isEmpty()) {
      again(sent, status);
      return;
    }
    if (sent.skipped().isEmpty()) {
      ownGap = false;
    }
    bisection.took(to.offset());
    state.acknowledged(to, status);
    advance();
  }

  private void rewind(Position to) {
    if (rewinds.add(now()) > MAX_REWINDS) {
      owner.stop(WebhookState.PAUSED, "the receiver went back more than 5 times in an hour");
    } else {
      state.moved(to, Optional.empty());
      owner.restart();
    }
  }

  private void throttle(FrozenDelivery sent, Duration wish, String status) {
    Instant since = throttledSince == null ? now() : throttledSince;
    throttledSince = since;
    if (!now().isBefore(since.plus(THROTTLED_AT_MOST))) {
      again(sent, status);
      return;
    }
    Duration delay = context.retry().delay(attempt + 1, wish, context.time().random());
    state.throttled(status, delay);
    sendLater(delay);
  }

  private void failed(
      FrozenDelivery sent, Decision decision, String status, boolean receiverAnswered) {
    Decision.Retry retry =
        decision instanceof Decision.Retry r ? r : new Decision.Retry(receiverAnswered, false);
    if (retry.tooMany()) {
      line.slowDown();
    }
    FailureRule.Failure failure =
        new FailureRule.Failure(
            sent.size(),
            attempt + 1,
            Duration.between(sent.firstAttemptAt(), now()),
            receiverAnswered,
            retry.refused(),
            decision instanceof Decision.Poison || decision instanceof Decision.Split,
            bisection.searches(),
            receiverIsUp(sent));
    switch (FailureRule.judge(state.registration().policy(), failure)) {
      case AGAIN -> again(sent, status);
      case SEARCH -> search(sent, status);
      case GIVE_UP -> giveUp(sent, status);
      case PAUSE -> {
        again(sent, status);
        owner.stop(WebhookState.PAUSED, "not taken in " + failure.attempts() + " attempts");
      }
    }
  }

  private boolean receiverIsUp(FrozenDelivery sent) {
    return bisection.tookOne()
        || context.destinations().tookSince(state.registration().url(), sent.firstAttemptAt());
  }

  private void search(FrozenDelivery sent, String status) {
    bisection.suspect(sent.size(), sent.batch().last().offset());
    replace(bisection.limit());
    again(sent, status);
  }

  private void replace(int limit) {
    Batch whole = batch;
    if (whole != null) {
      freeze(whole, limit);
    }
  }

  private void giveUp(FrozenDelivery sent, String status) {
    if (ownGap) {
      // Two announcements at one place: the older one goes first, alone.
      replace(0);
      again(sent, status);
      return;
    }
    Entry entry = sent.batch().entries().get(0);
    Optional<Gap> before = state.progress().skipped().map(Skipped::gap);
    Position after = before.map(Gap::after).orElse(state.progress().position());
    long first = before.map(Gap::from).orElse(entry.offset());
    Gap gap = new Gap(after, first, entry.offset(), Gap.Reason.SKIPPED, entry.position());
    String id = "dl_" + sent.id();
    bisection.end();
    state.gaveUp(
        new DeadLetter(id, entry.position(), now(), status), new Skipped(gap, Optional.of(id)));
    advance();
  }

  /** What is to be sent now is sent again after a delay, unless it has failed for too long. */
  private void again(FrozenDelivery sent, String status) {
    FrozenDelivery next = part;
    attempt = sent == next ? attempt + 1 : attempt;
    int failures = state.progress().health().failures() + 1;
    Duration delay = context.retry().delay(failures, context.time().random());
    state.failed(Optional.ofNullable(next).map(p -> p.inflight(attempt)), status, delay);
    Instant since = state.progress().health().failingSince().orElse(now());
    Duration maxAge = context.retry().maxAge();
    if (!now().isBefore(since.plus(maxAge))) {
      owner.stop(WebhookState.DISABLED, "failed for " + maxAge.toHours() + " h");
    } else {
      sendLater(delay);
    }
  }
}
