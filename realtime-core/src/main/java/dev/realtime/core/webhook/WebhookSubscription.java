package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.core.loop.DeliveryGroup;
import dev.realtime.core.loop.DeliveryLoop;
import dev.realtime.core.loop.DeliveryMode;
import dev.realtime.core.loop.SerialExecutor;
import dev.realtime.core.webhook.Progress.Skipped;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Outlet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One webhook subscription: a delivery loop on its channel while it delivers, and what an operator
 * can do to it.
 *
 * <p>Thread-safe; all state is confined to a serial executor.
 */
final class WebhookSubscription implements WebhookDeliveries.Owner {
  private static final Duration SECRET_OVERLAP = Duration.ofHours(24);
  private static final int MAX_SECRETS = 3;

  private final WebhookContext context;
  private final DeliveryGroup group;
  private final SubscriptionState state;
  private final SerialExecutor serial;
  private final RequestLine line;
  private final WebhookDeliveries deliveries;
  private final Redelivery redelivery;
  private final Handshake handshake;
  private final Goodbye goodbye;
  private @Nullable DeliveryLoop loop;
  private @Nullable WebhookOutlet outlet;
  private int starts;
  private boolean closed;
  private Runnable cancelStart = () -> {};

  /** A subscription that has not begun. */
  WebhookSubscription(WebhookContext context, DeliveryGroup group, SubscriptionRecord record) {
    this.context = context;
    this.group = group;
    this.state = new SubscriptionState(context, record);
    this.serial = new SerialExecutor(context.executor());
    this.line = new RequestLine(context, state, serial);
    this.deliveries = new WebhookDeliveries(context, state, line, serial, this);
    this.redelivery = new Redelivery(context, group.log(), state, line, serial);
    this.handshake = new Handshake(context, state, line, serial, this::verified);
    this.goodbye = new Goodbye(context, state, line);
  }

  /** As it is now. */
  SubscriptionRecord record() {
    return state.record();
  }

  /** Begins after a delay, in the state that it has. */
  void begin(Duration delay) {
    serial.execute(
        () -> {
          if (state.progress().state() == WebhookState.PENDING) {
            handshake.begin();
          } else if (state.progress().state().delivers()) {
            startLater(delay);
          }
        });
  }

  private void verified() {
    state.enter(WebhookState.ACTIVE, "");
    start();
  }

  private void startLater(Duration delay) {
    if (delay.isZero()) {
      start();
    } else {
      int current = starts;
      cancelStart =
          context
              .time()
              .timers()
              .schedule(delay, () -> serial.execute(() -> startIf(current == starts)));
    }
  }

  private void startIf(boolean wanted) {
    if (wanted) {
      start();
    }
  }

  private void start() {
    leave();
    if (closed || !state.progress().state().delivers()) {
      return;
    }
    int current = starts;
    Optional<Progress.Inflight> inflight = state.progress().inflight();
    if (inflight.isEmpty()) {
      run();
      return;
    }
    new FrozenReading(state.registration().channel(), group.log())
        .read(inflight.get())
        .whenComplete(
            (frozen, failure) ->
                serial.execute(
                    () -> {
                      if (current == starts) {
                        resume(inflight.get(), failure == null ? frozen : Optional.empty());
                      }
                    }));
  }

  private void resume(Progress.Inflight inflight, Optional<Batch> frozen) {
    if (frozen.isEmpty()) {
      run();
      return;
    }
    deliveries
        .resume(frozen.get(), inflight)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                run();
              }
            });
  }

  private void run() {
    WebhookOutlet to = new WebhookOutlet(deliveries, serial, this::loopEnded);
    DeliveryLoop on = new DeliveryLoop(group, state.progress().next(), to, DeliveryMode.CONTINUOUS);
    outlet = to;
    loop = on;
    on.run();
  }

  /** The log could not be read. */
  private void loopEnded() {
    leave();
    startLater(context.retry().delay(1, context.time().random()));
  }

  private void leave() {
    starts++;
    cancelStart.run();
    cancelStart = () -> {};
    if (outlet != null) {
      outlet.leave();
    }
    if (loop != null) {
      loop.end(new Outlet.End.Gone());
    }
    outlet = null;
    loop = null;
    deliveries.abandon();
  }

  @Override
  public void stop(WebhookState why, String reason) {
    state.enter(why, reason);
    leave();
  }

  @Override
  public void restart() {
    start();
  }

  /** Delivers nothing until it is resumed. */
  CompletionStage<SubscriptionRecord> pause() {
    return change(
        () -> {
          require(state.progress().state() != WebhookState.GONE, "verify it first");
          handshake.cancel();
          stop(WebhookState.PAUSED, WebhookState.BY_OWNER);
        });
  }

  /** Goes on at its position. */
  CompletionStage<SubscriptionRecord> resume() {
    return change(
        () -> {
          WebhookState now = state.progress().state();
          require(now != WebhookState.GONE && now != WebhookState.PENDING, "verify it first");
          if (!now.delivers()) {
            state.enter(WebhookState.ACTIVE, "");
            start();
          }
        });
  }

  /** Asks the receiver anew whether it wants the messages. */
  CompletionStage<SubscriptionRecord> verify() {
    return change(
        () -> {
          stop(WebhookState.PENDING, "");
          handshake.begin();
        });
  }

  /** Tries what waits for its next attempt now. */
  CompletionStage<SubscriptionRecord> retry() {
    return change(deliveries::retryNow);
  }

  /** Goes on from another place; what that leaves out is announced to the receiver. */
  CompletionStage<SubscriptionRecord> seek(Start to) {
    return group.log().resolve(to).thenCompose(position -> change(() -> moveTo(position)));
  }

  private void moveTo(Position to) {
    Position from = state.progress().position();
    boolean forward = to.offset() > from.offset();
    Optional<Skipped> announced =
        forward
            ? Optional.of(
                new Skipped(
                    new Gap(from, from.offset() + 1, to.offset(), Gap.Reason.SKIPPED, to),
                    Optional.empty()))
            : Optional.empty();
    leave();
    state.moved(forward ? from : to, announced);
    start();
  }

  /** Signs with another secret, for a day beside the one before. */
  CompletionStage<SubscriptionRecord> rotate(KeptSecret next) {
    return change(
        () -> {
          Instant now = context.time().clock().instant();
          List<KeptSecret> secrets = new ArrayList<>(List.of(next));
          state.registration().secrets().stream()
              .filter(secret -> secret.signsAt(now))
              .map(s -> s.notAfter().isPresent() ? s : s.until(now.plus(SECRET_OVERLAP)))
              .limit(MAX_SECRETS - 1)
              .forEach(secrets::add);
          state.register(state.registration().withSecrets(secrets));
          state.secretRotated();
        });
  }

  /** Takes another registration; another URL is asked first. */
  CompletionStage<SubscriptionRecord> change(Registration next) {
    return change(
        () -> {
          boolean moves = !next.url().equals(state.registration().url());
          state.register(next);
          if (moves) {
            stop(WebhookState.PENDING, "");
            handshake.begin();
          }
        });
  }

  /** Sends a message that was given up once more, out of its order. */
  CompletionStage<SubscriptionRecord> redeliver(String deadLetter) {
    CompletableFuture<SubscriptionRecord> done = new CompletableFuture<>();
    serial.execute(() -> redelivery.send(deadLetter, done));
    return done;
  }

  private CompletionStage<SubscriptionRecord> change(Runnable change) {
    Supplier<SubscriptionRecord> changed =
        () -> {
          require(!closed, "it was deleted");
          change.run();
          return state.record();
        };
    return CompletableFuture.supplyAsync(changed, serial);
  }

  private void require(boolean allowed, String advice) {
    if (!allowed) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "the subscription "
              + state.registration().id()
              + " is "
              + state.progress().state().wireName()
              + "; "
              + advice);
    }
  }

  /**
   * Delivers nothing more and tells the receiver so, if it asked for that and is there.
   *
   * @return whether it heard it; completes early with false if {@link #close} comes before
   */
  CompletionStage<Boolean> sayGoodbye(Duration timeout) {
    return CompletableFuture.supplyAsync(
            () -> {
              WebhookState now = state.progress().state();
              boolean there = now.delivers() || now == WebhookState.PAUSED;
              if (closed || !there || !state.registration().bye()) {
                return CompletableFuture.<Boolean>completedStage(false);
              }
              leave();
              return goodbye.say(timeout);
            },
            serial)
        .thenCompose(heard -> heard);
  }

  /** Sends nothing more; completes when the request under way is answered, and that is kept. */
  CompletionStage<Void> close() {
    return CompletableFuture.supplyAsync(
            () -> {
              closed = true;
              handshake.cancel();
              goodbye.cancel();
              leave();
              return line.end();
            },
            serial)
        .thenCompose(ended -> ended)
        .thenRun(state::close);
  }
}
