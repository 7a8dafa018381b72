package dev.realtime.cli;

import dev.realtime.CloseReason;
import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.spi.EndReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What one subscription prints and records: messages and gaps as data, connections as states.
 *
 * <p>All signals come from the subscription's serial executor; the accessors are for any thread.
 */
final class SubscriptionRun implements Subscriber<Payload>, RealtimeListener {
  /**
   * What a run is to do.
   *
   * @param sub its name in the history
   * @param channel what it reads
   * @param start where it begins
   * @param count after how many messages it ends; 0 for never
   * @param onFirst is told where the subscription began
   */
  record Task(String sub, String channel, Start start, long count, Consumer<Position> onFirst) {}

  /** Why a run ended by itself. */
  sealed interface End {
    /** The messages asked for were delivered. */
    record Counted() implements End {}

    /** It cannot go on. */
    record Failed(String why) implements End {}
  }

  private final Task task;
  private final Console console;
  private final Optional<HistoryFile> history;
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private Optional<Transport> connected = Optional.empty();
  private final AtomicLong seen = new AtomicLong();
  private boolean up;
  private volatile boolean opened;
  private volatile boolean gap;
  private volatile boolean leaving;
  private volatile String lastLoss = "";

  SubscriptionRun(Task task, Console console, Optional<HistoryFile> history) {
    this.task = task;
    this.console = console;
    this.history = history;
  }

  /** The first event of the history; to be called before the subscription begins. */
  void beginning() {
    if (!(task.start() instanceof Start.Last)) {
      history.ifPresent(h -> h.started(task.sub(), task.channel(), task.start()));
    }
  }

  /** The subscription that the signals come from. */
  void begun(Subscription value) {
    subscription.complete(value);
  }

  /** Completes when the run ends by itself. */
  CompletionStage<End> end() {
    return end;
  }

  /** Why the run ended by itself; empty if it did not. */
  Optional<End> ended() {
    return Optional.ofNullable(end.getNow(null));
  }

  /** Ends the subscription; what its exchange says after that is no state of the server. */
  void leave(Subscription subscription) {
    leaving = true;
    subscription.close();
  }

  /** How many messages were printed. */
  long seen() {
    return seen.get();
  }

  void fail(String why) {
    end.complete(new End.Failed(why));
  }

  /** Whether the server was reached. */
  boolean wasOpened() {
    return opened;
  }

  boolean hadGap() {
    return gap;
  }

  /** Why the last connection was lost; empty if none was. */
  String lastLoss() {
    return lastLoss;
  }

  @Override
  public void onMessage(Message<Payload> message) throws IOException {
    history.ifPresent(h -> h.delivered(task.sub(), message));
    print(MessageLine.of(message));
    if (seen.incrementAndGet() == task.count()) {
      end.complete(new End.Counted());
      leave(subscription.join());
    }
  }

  @Override
  public void onGap(Gap announced) {
    gap = true;
    history.ifPresent(h -> h.gap(task.sub(), announced));
    try {
      print(MessageLine.of(announced));
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private void print(String line) throws IOException {
    if (!console.data(line)) {
      String why = "Nobody reads standard output any more.";
      fail(why);
      throw new IOException(why);
    }
  }

  @Override
  public void onClosed(CloseReason reason) {
    if (reason instanceof CloseReason.Failed failed) {
      fail(task.channel() + " ended: " + EndText.of(failed.cause()));
    }
  }

  @Override
  public void exchangeOpened(Subscription source, Transport transport, Position at) {
    if (!opened) {
      first(at);
    }
    disconnected();
    connected = Optional.of(transport);
    history.ifPresent(h -> h.connected(task.sub(), transport, at));
    if (!up) {
      up = true;
      console.state("live over " + transport.configName() + " after " + at);
    }
  }

  /** A start that only the server can tell the place of is recorded as that place. */
  private void first(Position at) {
    opened = true;
    if (task.start() instanceof Start.Last) {
      history.ifPresent(h -> h.started(task.sub(), task.channel(), Start.after(at)));
    }
    history.ifPresent(h -> h.ready(task.sub(), at));
    task.onFirst().accept(at);
  }

  @Override
  public void exchangeEnded(Subscription source, Transport transport, EndReason why) {
    disconnected();
    boolean poll = transport == Transport.SHORT_POLLING || transport == Transport.LONG_POLLING;
    if (why instanceof EndReason.Completed && poll) {
      return;
    }
    up = false;
    if (why instanceof EndReason.Lost lost) {
      lastLoss = lost.why();
    } else if (why instanceof EndReason.Unreadable nothing) {
      lastLoss = nothing.why();
    }
    // Why it is refused is told when the subscription ends of it.
    if (!leaving && !(why instanceof EndReason.Refused)) {
      console.state(EndText.of(why));
    }
  }

  @Override
  public void waiting(Subscription source, Duration delay) {
    if (!up) {
      console.state("coming again in " + delay.toMillis() + "ms");
    }
  }

  private void disconnected() {
    connected.ifPresent(t -> history.ifPresent(h -> h.disconnected(task.sub(), t)));
    connected = Optional.empty();
  }

  /** The last events of the history; to be called after the subscription is closed. */
  void finish(boolean complete) {
    disconnected();
    history.ifPresent(h -> h.ended(task.sub(), complete));
  }
}
