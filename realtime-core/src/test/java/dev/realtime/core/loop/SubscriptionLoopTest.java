package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.RealtimeListener;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Transport;
import dev.realtime.core.wire.Codecs;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The subscription loop against a transport, timers and an executor that the test drives. */
class SubscriptionLoopTest {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final FakeClientTransport wire = new FakeClientTransport();
  private final OneTimer timers = new OneTimer();
  private final List<String> seen = new ArrayList<>();
  private final SubscriptionLoop<String> loop =
      new SubscriptionLoop<>(
          "a/b",
          Codecs.of(String.class),
          SubscribeOptions.from(Start.earliest()),
          new Seeing(),
          wire,
          new SubscriptionContext(
              tasks::add,
              timers,
              new Random(1),
              BackoffPolicy.defaults(),
              RealtimeListener.NONE,
              name -> wire));

  @Test
  void required_4_10_aLostExchangeIsReopenedAtThePositionAfterADelay() {
    begin();
    batch(0, "0:0", 1, 2);

    end(0, EndReason.lost("cut"));

    assertThat(wire.starts).containsExactly("earliest");
    timers.fire();
    drain();
    assertThat(wire.starts).containsExactly("earliest", "e:2");
    assertThat(timers.delay).isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void required_4_10_aWishOfThePeerIsKept() {
    begin();

    end(0, new EndReason.Completed(Optional.of(Duration.ofSeconds(7))));

    assertThat(timers.delay).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void required_4_10_aRefusalClosesTheSubscription() {
    begin();

    end(0, new EndReason.Refused(new RejectedException(ErrorCode.FORBIDDEN, "no")));

    CloseReason reason = loop.closed().toCompletableFuture().join();
    assertThat(((CloseReason.Failed) reason).cause().code()).isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void required_4_7_threeReopensWithoutProgressAreEnough() {
    begin();
    batch(0, "0:0", 1, 1);
    for (int i = 0; i < 4; i++) {
      batch(i, "e:5", 6, 6);
    }

    CloseReason reason = loop.closed().toCompletableFuture().join();
    assertThat(((CloseReason.Failed) reason).cause().code()).isEqualTo(ErrorCode.PROTOCOL);
    assertThat(seen).containsExactly("1");
    assertThat(wire.starts).hasSize(4);
  }

  @Test
  void required_4_7_whatCannotBeReadIsAskedForThreeTimesMore() {
    begin();
    batch(0, "0:0", 1, 1);
    for (int i = 0; i < 4; i++) {
      end(i, new EndReason.Unreadable("half a batch"));
      timers.fire();
      drain();
    }

    CloseReason reason = loop.closed().toCompletableFuture().join();
    assertThat(((CloseReason.Failed) reason).cause())
        .hasMessage("a/b: what follows e:1 cannot be read, 3 reopens did not help: half a batch")
        .extracting(RealtimeException::code)
        .isEqualTo(ErrorCode.PROTOCOL);
    assertThat(wire.starts).containsExactly("earliest", "e:1", "e:1", "e:1");
  }

  @Test
  void whatCannotBeReadNowAndThenEndsNothing() {
    begin();
    for (int i = 0; i < 9; i++) {
      offer(i, Batch.empty("a/b", Position.ORIGIN, Position.ORIGIN));
      end(i, new EndReason.Unreadable("half a batch"));
      timers.fire();
      drain();
    }

    assertThat(loop.closed().toCompletableFuture()).isNotDone();
  }

  @Test
  void required_4_9_signalsOfAFormerExchangeAreIgnored() {
    begin();
    loop.switchTo(Transport.MEMORY);
    drain();

    batch(0, "0:0", 1, 1);
    end(0, EndReason.lost("late"));
    batch(1, "0:0", 1, 2);

    assertThat(seen).containsExactly("1", "2");
    assertThat(wire.starts).hasSize(2);
  }

  @Test
  void required_4_11_twoHeartbeatsAheadWithoutABatchCauseAReopen() {
    begin();

    head(0, "e:9");
    assertThat(wire.starts).hasSize(1);
    head(0, "e:9");

    assertThat(wire.starts).containsExactly("earliest", "0:0");
  }

  @Test
  void whenABatchThatDoesNotFitIsLetGoTheNextExchangeIsOpen() {
    begin();
    List<String> startsWhenDone = new ArrayList<>();

    offer(0, entries("e:5", 6, 6)).thenRun(() -> startsWhenDone.addAll(wire.starts));
    drain();

    assertThat(startsWhenDone).containsExactly("earliest", "0:0");
    assertThat(wire.cancelled).isEqualTo(1);
  }

  @Test
  void aBatchThatACloseInterruptedFailsAfterTheExchangeWasCancelled() {
    begin();
    CompletableFuture<Void> done = offer(0, entries("0:0", 1, 2));
    loop.close();
    drain();

    assertThat(seen).isEmpty();
    assertThat(done).isCompletedExceptionally();
    assertThat(wire.cancelled).isEqualTo(1);
  }

  @Test
  void required_4_23_aReplayIsDeliveredWhereverItStandsAndThePositionStays() {
    begin();
    batch(0, "0:0", 1, 2);

    CompletableFuture<Void> done = offer(0, entries("e:0", 1, 1).asReplay());
    drain();
    batch(0, "e:2", 3, 3);

    assertThat(done).isCompleted();
    assertThat(seen).containsExactly("1", "2", "again 1", "3");
    assertThat(loop.position()).isEqualTo(new Position("e", 3));
  }

  @Test
  void closeCancelsTheExchangeAndIgnoresWhatItStillBrings() {
    begin();
    loop.close();
    loop.close();
    drain();

    batch(0, "0:0", 1, 1);

    assertThat(seen).isEmpty();
    assertThat(loop.closed().toCompletableFuture()).isCompleted();
    assertThat(wire.cancelled).isEqualTo(1);
  }

  private void begin() {
    loop.start();
    drain();
    wire.inlets.get(0).onOpen(Position.ORIGIN, Position.ORIGIN);
    drain();
  }

  private void batch(int exchange, String previous, long from, long to) {
    offer(exchange, entries(previous, from, to));
    drain();
  }

  private CompletableFuture<Void> offer(int exchange, Batch batch) {
    return wire.inlets.get(exchange).onBatch(batch).toCompletableFuture();
  }

  private static Batch entries(String previous, long from, long to) {
    List<Entry> entries = new ArrayList<>();
    for (long o = from; o <= to; o++) {
      Payload data = Payload.json("\"" + o + "\"");
      entries.add(new Entry(new Position("e", o), 0, Optional.empty(), "", "", Map.of(), data));
    }
    Position last = new Position("e", to);
    return new Batch("a/b", Position.parse(previous), last, last, Optional.empty(), entries);
  }

  private void head(int exchange, String head) {
    wire.inlets.get(exchange).onHead(Position.parse(head));
    drain();
  }

  private void end(int exchange, EndReason reason) {
    wire.inlets.get(exchange).onEnd(reason);
    drain();
  }

  private void drain() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private final class Seeing implements Subscriber<String> {
    @Override
    public void onMessage(Message<String> message) {
      seen.add(message.data());
    }

    @Override
    public void onReplay(Message<String> message) {
      seen.add("again " + message.data());
    }
  }
}
