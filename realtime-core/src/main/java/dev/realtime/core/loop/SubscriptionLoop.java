package dev.realtime.core.loop;

import dev.realtime.CloseReason;
import dev.realtime.Codec;
import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.loop.OrderGate.Verdict;
import dev.realtime.core.loop.SubscriptionCursor.Step;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One exchange after another, each opened at the cursor, which moves as the subscriber handles what
 * the exchange brings.
 *
 * <p>Thread-safe; all state is confined to a serial executor, on which the subscriber runs too.
 */
public final class SubscriptionLoop<T> implements Subscription {
  /*
   * Every way of going on is the same: `generation` is raised, the exchange is cancelled and a new
   * one is opened at the position; signals of older generations are ignored (SPEC 4.9). While a
   * batch is handled `handling` is set, also during the delay before a handler is called again; an
   * end that arrives meanwhile waits in `pendingEnd`. A batch that is let go is done only after its
   * exchange was cancelled and the next one, if any, was opened: so a transport that must tell its
   * peer whether the batch was handled can see that it was not, and where to go on.
   */
  private static final int MAX_REOPENS = 3;
  private static final System.Logger LOG = System.getLogger(SubscriptionLoop.class.getName());

  private final String channel;
  private final SubscriptionContext context;
  private final SerialExecutor serial;
  private final Backoff backoff;
  private final CompletableFuture<Position> live = new CompletableFuture<>();
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  private final SubscriberCalls<T> calls;
  private final SubscriptionCursor cursor;
  private volatile boolean closing;
  private volatile ClientTransport transport;
  private @Nullable Handling handling;
  private @Nullable EndReason pendingEnd;
  private Exchange exchange = () -> {};
  private boolean exchanging;
  private Runnable cancelTimer = () -> {};
  private int generation;
  private int reopens;
  private int unreadable;
  private int headsBehind;
  private boolean behind;

  /** A loop that has not begun. */
  public SubscriptionLoop(
      String channel,
      Codec<T> codec,
      SubscribeOptions options,
      Subscriber<T> subscriber,
      ClientTransport transport,
      SubscriptionContext context) {
    this.channel = channel;
    this.calls =
        new SubscriberCalls<>(this, codec, options.handlerPolicy(), context.listener(), subscriber);
    this.cursor = new SubscriptionCursor(channel, options, calls, () -> closing);
    this.transport = transport;
    this.context = context;
    this.serial = new SerialExecutor(context.executor());
    this.backoff = new Backoff(context.backoff(), context.random());
  }

  /** Begins; to be called once. */
  public void start() {
    execute(
        () -> {
          cursor.load();
          open();
        });
  }

  /** Runs a task; if that fails, which none should, the subscription ends, and never hangs. */
  private void execute(Runnable task) {
    serial.execute(
        () -> {
          try {
            task.run();
          } catch (Throwable e) { // a store, a transport or a listener of the application
            broken(e);
          }
        });
  }

  private void broken(Throwable e) {
    if (calls.isClosed()) {
      LOG.log(System.Logger.Level.ERROR, channel + ": a callback failed after the end", e);
      return;
    }
    String what = channel + ": the subscription cannot go on: " + e;
    RealtimeException cause =
        e instanceof RealtimeException known
            ? known
            : new RejectedException(ErrorCode.HANDLER_FAILED, what, e);
    finish(new CloseReason.Failed(cause));
  }

  @Override
  public String channel() {
    return channel;
  }

  @Override
  public Position position() {
    return cursor.position();
  }

  @Override
  public Transport transport() {
    return transport.transport();
  }

  @Override
  public CompletionStage<Position> live() {
    return live.minimalCompletionStage();
  }

  @Override
  public CompletionStage<CloseReason> closed() {
    return closed.minimalCompletionStage();
  }

  @Override
  public void switchTo(Transport next) {
    ClientTransport found = context.transports().apply(next);
    execute(
        () -> {
          leave(EndReason.completed());
          transport = found;
          reopen(Duration.ZERO);
        });
  }

  @Override
  public void close() {
    closing = true;
    execute(() -> finish(new CloseReason.Closed()));
  }

  private void open() {
    if (closing || calls.isClosed()) {
      return;
    }
    int current = ++generation;
    pendingEnd = null;
    headsBehind = 0;
    context.listener().exchangeOpening(this, transport());
    exchanging = true;
    exchange = transport.open(channel, cursor.next(), new GenerationInlet(this, current));
  }

  /** Ends the exchange, if there is one: nothing of it is heard any more. */
  private void leave(EndReason reason) {
    generation++;
    exchange.cancel();
    if (exchanging) {
      exchanging = false;
      context.listener().exchangeEnded(this, transport(), reason);
    }
  }

  private void reopen(Duration delay) {
    leave(EndReason.completed());
    cancelTimer.run();
    if (delay.isZero()) {
      open();
    } else {
      context.listener().waiting(this, delay);
      cancelTimer = context.timers().schedule(delay, () -> execute(this::open));
    }
    abandonBatch().complete(null);
  }

  /** What waits for the end of the batch in hand, which is in hand no more. */
  private CompletableFuture<Void> abandonBatch() {
    CompletableFuture<Void> done = handling == null ? new CompletableFuture<>() : handling.done;
    handling = null;
    return done;
  }

  void opened(Position at, Position head) {
    cursor.begin(at);
    behind = cursor.isBehind(head);
    live.complete(at);
    context.listener().exchangeOpened(this, transport(), at);
  }

  void arrived(Batch batch, CompletableFuture<Void> done) {
    Verdict verdict = cursor.judge(batch);
    if (!batch.isReplay()) {
      headsBehind = 0;
      unreadable = 0;
      behind = batch.head().offset() > batch.last().offset();
    }
    if (verdict instanceof Verdict.Deliver deliver) {
      handle(take(new Handling(batch, deliver.gap(), deliver.entries(), done)));
    } else if (verdict instanceof Verdict.Replay replay) {
      handle(take(new Handling(batch, Optional.empty(), replay.entries(), done)));
    } else if (verdict instanceof Verdict.Drop) {
      done.complete(null);
    } else {
      take(new Handling(batch, Optional.empty(), List.of(), done));
      doesNotFit(batch);
    }
  }

  private Handling take(Handling next) {
    handling = next;
    return next;
  }

  private void doesNotFit(Batch batch) {
    if (++reopens > MAX_REOPENS) {
      String what =
          "%s: batches after %s do not follow %s, %d reopens did not help"
              .formatted(channel, batch.previous(), cursor.position(), MAX_REOPENS);
      finish(new CloseReason.Failed(new RejectedException(ErrorCode.PROTOCOL, what)));
    } else {
      reopen(Duration.ZERO);
    }
  }

  /** Goes on with a batch: once at its arrival, again after each delay of a failing handler. */
  private void handle(Handling current) {
    Step step = cursor.handle(current);
    if (step instanceof Step.Again again) {
      handleLater(current, again.delay());
    } else if (step instanceof Step.Failed failed) {
      finish(new CloseReason.Failed(failed.cause()));
    } else if (step instanceof Step.Passed) {
      passed(current);
    }
  }

  private void passed(Handling current) {
    if (!current.batch.isReplay() && !current.batch.isEmpty()) {
      reopens = 0;
    }
    handling = null;
    current.done.complete(null);
    if (pendingEnd != null && !calls.isClosed()) {
      ended(pendingEnd);
    }
  }

  private void handleLater(Handling current, Duration delay) {
    Runnable again =
        () -> {
          if (handling == current) {
            handle(current);
          }
        };
    cancelTimer = context.timers().schedule(delay, () -> execute(again));
  }

  void heartbeat(Position head) {
    boolean lags = handling == null && cursor.isBehind(head);
    headsBehind = lags ? headsBehind + 1 : 0;
    if (headsBehind >= 2) {
      leave(EndReason.lost("two heartbeats ahead and no batch"));
      reopen(Duration.ZERO);
    }
  }

  void ended(EndReason reason) {
    if (handling != null) {
      pendingEnd = reason;
      return;
    }
    leave(reason);
    if (reason instanceof EndReason.Refused refused) {
      finish(new CloseReason.Failed(refused.cause()));
    } else if (reason instanceof EndReason.Lost lost) {
      reopen(backoff.afterLoss(context.timers().nanoTime(), lost.retryAfter()));
    } else if (reason instanceof EndReason.Unreadable nothing) {
      cannotRead(nothing.why());
    } else if (reason instanceof EndReason.Completed completed) {
      Duration pause = behind ? Duration.ZERO : transport.pollInterval();
      reopen(completed.retryAfter().orElse(pause));
    }
  }

  private void cannotRead(String why) {
    if (++unreadable > MAX_REOPENS) {
      String what =
          "%s: what follows %s cannot be read, %d reopens did not help: %s"
              .formatted(channel, cursor.position(), MAX_REOPENS, why);
      finish(new CloseReason.Failed(new RejectedException(ErrorCode.PROTOCOL, what)));
    } else {
      reopen(backoff.afterLoss(context.timers().nanoTime(), Optional.empty()));
    }
  }

  private void finish(CloseReason reason) {
    if (calls.isClosed()) {
      return;
    }
    closing = true;
    cancelTimer.run();
    leave(EndReason.completed());
    RealtimeException cause =
        reason instanceof CloseReason.Failed failed
            ? failed.cause()
            : new RejectedException(ErrorCode.CLOSED, "the subscription is closed");
    abandonBatch().completeExceptionally(cause);
    live.completeExceptionally(cause);
    try {
      calls.closed(reason);
    } finally {
      closed.complete(reason);
    }
  }

  boolean awaitsOpen() {
    return !live.isDone();
  }

  /** Runs a signal of an exchange, or what is due instead if that is not the current one. */
  void signal(int of, Runnable signal, Runnable ignored) {
    execute(
        () -> {
          if (of == generation) {
            signal.run();
          } else {
            ignored.run();
          }
        });
  }
}
