package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.wire.Codecs;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import dev.realtime.spi.PositionStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an application lends a subscription may throw anything; the subscription never hangs. */
class SubscriptionFailuresTest {
  private static final Position FIRST = Position.parse("e:1");

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final FakeClientTransport wire = new FakeClientTransport();
  private final Seeing seeing = new Seeing();

  @Test
  void required_2_2_aStoreThatThrowsAtTheStartEndsTheSubscription() {
    PositionStore broken = new FailingStore();
    SubscriptionLoop<String> loop =
        loop(
            SubscribeOptions.from(Start.earliest()).withDurable("chat/lobby", broken),
            RealtimeListener.NONE);

    loop.start();
    drain();

    assertThat(seeing.closed).hasSize(1);
    assertThat(seeing.closed.get(0).toString()).contains("chat/lobby is no name");
    assertThat(loop.closed().toCompletableFuture()).isCompleted();
    assertThat(loop.live().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void required_2_2_aTransportThatThrowsEndsTheSubscription() {
    wire.thrown = new IllegalStateException("no network here");
    SubscriptionLoop<String> loop = loop(RealtimeListener.NONE);

    loop.start();
    drain();

    assertThat(seeing.closed).hasSize(1);
    assertThat(seeing.closed.get(0).toString()).contains("no network here");
  }

  @Test
  void required_2_2_aListenerThatThrowsEndsTheSubscription() {
    RealtimeListener throwing =
        new RealtimeListener() {
          @Override
          public void exchangeEnded(Subscription of, Transport transport, EndReason why) {
            throw new IllegalStateException("the meter is gone");
          }
        };
    SubscriptionLoop<String> loop = loop(throwing);
    loop.start();
    drain();

    wire.inlets.get(0).onEnd(EndReason.lost("cut"));
    drain();

    assertThat(seeing.closed).hasSize(1);
    assertThat(seeing.closed.get(0).toString()).contains("the meter is gone");
    assertThat(wire.cancelled).isPositive();
  }

  @Test
  void required_2_5_anErrorFromOnGapDoesNotStopDelivery() {
    SubscriptionLoop<String> loop = loop(RealtimeListener.NONE);
    seeing.atGap = new AssertionError("no gap expected");
    loop.start();
    drain();

    CompletableFuture<Void> done = offer(gapThenOne());

    assertThat(done).isCompleted();
    assertThat(seeing.data).containsExactly("1");
  }

  @Test
  void required_2_9_whatIsThrownPastTheCompilerDoesNotKeepItFromClosing() {
    SubscriptionLoop<String> loop = loop(RealtimeListener.NONE);
    seeing.atGap = new Exception("checked, and not declared");
    loop.start();
    drain();
    offer(gapThenOne());

    loop.close();
    drain();

    assertThat(seeing.closed).containsExactly(new CloseReason.Closed());
    assertThat(loop.closed().toCompletableFuture()).isCompleted();
  }

  @Test
  void aHandlerThatThrowsIsLoggedWhoeverListens() {
    List<String> logged = new ArrayList<>();
    Handler keeping = new KeepingHandler(logged);
    Logger log = Logger.getLogger(SubscriberCalls.class.getName());
    log.addHandler(keeping);
    try {
      SubscriptionLoop<String> loop = loop(RealtimeListener.NONE);
      seeing.atMessage = new IllegalStateException("no room");
      loop.start();
      drain();
      offer(one(Optional.empty()));
    } finally {
      log.removeHandler(keeping);
    }

    assertThat(logged).containsExactly("WARNING the subscriber of a/b failed at e:1, 1× no room");
  }

  private SubscriptionLoop<String> loop(RealtimeListener listener) {
    return loop(SubscribeOptions.from(Start.earliest()), listener);
  }

  private SubscriptionLoop<String> loop(SubscribeOptions options, RealtimeListener listener) {
    return new SubscriptionLoop<>(
        "a/b",
        Codecs.of(String.class),
        options,
        seeing,
        wire,
        new SubscriptionContext(
            tasks::add,
            new OneTimer(),
            new Random(1),
            BackoffPolicy.defaults(),
            listener,
            name -> wire));
  }

  private CompletableFuture<Void> offer(Batch batch) {
    CompletableFuture<Void> done = wire.inlets.get(0).onBatch(batch).toCompletableFuture();
    drain();
    return done;
  }

  private static Batch gapThenOne() {
    return one(Optional.of(Gap.reset(Position.ORIGIN, Position.ORIGIN)));
  }

  private static Batch one(Optional<Gap> gap) {
    Payload data = Payload.json("\"1\"");
    Entry entry = new Entry(FIRST, 0, Optional.empty(), "", "", Map.of(), data);
    return new Batch("a/b", Position.ORIGIN, FIRST, FIRST, gap, List.of(entry));
  }

  private void drain() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static final class FailingStore implements PositionStore {
    @Override
    public Optional<Position> load(String name) {
      throw new IllegalArgumentException(name + " is no name");
    }

    @Override
    public void save(String name, Position position) {}
  }

  private static final class Seeing implements Subscriber<String> {
    final List<String> data = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    Throwable atGap = new IllegalStateException();
    @Nullable RuntimeException atMessage;

    @Override
    public void onMessage(Message<String> message) {
      if (atMessage != null) {
        throw atMessage;
      }
      data.add(message.data());
    }

    @Override
    public void onGap(Gap gap) {
      Seeing.<RuntimeException>sneak(atGap);
    }

    @Override
    public void onClosed(CloseReason reason) {
      closed.add(reason);
    }

    @SuppressWarnings("unchecked") // how Kotlin and others throw what is not declared
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }

  private static final class KeepingHandler extends Handler {
    private final List<String> logged;

    KeepingHandler(List<String> logged) {
      this.logged = logged;
    }

    @Override
    public void publish(LogRecord entry) {
      logged.add(
          entry.getLevel() + " " + entry.getMessage() + " " + entry.getThrown().getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
