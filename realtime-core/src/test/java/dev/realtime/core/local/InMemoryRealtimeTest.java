package dev.realtime.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.Gap;
import dev.realtime.HandlerPolicy;
import dev.realtime.Message;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.Realtime;
import dev.realtime.Receipt;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryRealtimeTest {
  private final Realtime realtime = Realtime.inMemory();
  private final Channel<String> lobby = realtime.channel("chat/lobby", String.class);
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    realtime.close();
  }

  @Test
  void required_1_2_messagesArriveInTheOrderOfTheCalls() throws Exception {
    lobby.subscribe(Start.earliest(), m -> seen.add(m.offset() + " " + m.data()));

    for (int i = 1; i <= 1_000; i++) {
      lobby.publish("m" + i);
    }

    for (int i = 1; i <= 1_000; i++) {
      assertThat(next()).isEqualTo(i + " m" + i);
    }
  }

  @Test
  void required_3_15_latestDeliversEverythingAcceptedAfterLive() throws Exception {
    join(lobby.publish("before"));
    Subscription subscription = lobby.subscribe(m -> seen.add(m.data()));
    join(subscription.live());

    join(lobby.publish("after"));

    assertThat(next()).isEqualTo("after");
  }

  @Test
  void required_1_1_aReceiptNamesAReadablePosition() throws Exception {
    Receipt receipt =
        join(lobby.publish("a", PublishOptions.defaults().withKey("k").withType("t")));
    Position before = receipt.position().withOffset(receipt.position().offset() - 1);

    lobby.subscribe(Start.after(before), m -> seen.add(m.key() + m.type() + m.position()));

    assertThat(next()).isEqualTo("kt" + receipt.position());
  }

  @Test
  void required_2_4_aMessageIsGivenAgainWhenTheHandlerThrows() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    Subscription subscription =
        lobby.subscribe(
            Start.earliest(),
            m -> {
              seen.add(m.data());
              if (first.getAndSet(false)) {
                throw new IllegalStateException("once");
              }
            });
    join(subscription.live());

    lobby.publish("a");
    lobby.publish("b");

    assertThat(List.of(next(), next(), next())).containsExactly("a", "a", "b");
  }

  @Test
  void required_2_5_aMessageThatIsGivenUpIsAGap() throws Exception {
    HandlerPolicy skip =
        new HandlerPolicy(0, Duration.ZERO, Duration.ZERO, HandlerPolicy.Then.SKIP);
    lobby.subscribe(
        SubscribeOptions.from(Start.earliest()).withHandlerPolicy(skip),
        new Subscriber<String>() {
          @Override
          public void onMessage(Message<String> message) {
            if (message.data().equals("bad")) {
              throw new IllegalStateException("bad");
            }
            seen.add(message.data());
          }

          @Override
          public void onGap(Gap gap) {
            seen.add(gap.reason() + " " + gap.from() + ".." + gap.to());
          }
        });

    lobby.publish("bad");
    lobby.publish("good");

    assertThat(List.of(next(), next())).containsExactly("SKIPPED 1..1", "good");
  }

  @Test
  void aHandlerThatGoesOnThrowingStopsTheSubscription() {
    HandlerPolicy stop = HandlerPolicy.defaults().withMaxRetries(0);
    Subscription subscription =
        lobby.subscribe(
            SubscribeOptions.from(Start.earliest()).withHandlerPolicy(stop),
            m -> {
              throw new IllegalStateException("always");
            });

    lobby.publish("a");

    CloseReason reason = join(subscription.closed());
    assertThat(((CloseReason.Failed) reason).cause().code()).isEqualTo(ErrorCode.HANDLER_FAILED);
    assertThat(subscription.position()).isEqualTo(Position.ORIGIN);
  }

  @Test
  void required_2_8_everyCallIsAllowedInsideAHandler() throws Exception {
    CompletableFuture<Subscription> self = new CompletableFuture<>();
    Subscription subscription =
        lobby.subscribe(
            Start.earliest(),
            m -> {
              lobby.publish("inside").thenAccept(r -> seen.add("stored " + r.position().offset()));
              self.get(10, TimeUnit.SECONDS).close();
            });
    self.complete(subscription);

    lobby.publish("a");

    assertThat(next()).isEqualTo("stored 2");
    assertThat(join(subscription.closed())).isEqualTo(new CloseReason.Closed());
  }

  @Test
  void required_2_13_aSwitchIsNotVisibleInTheSignals() throws Exception {
    Subscription subscription = lobby.subscribe(Start.earliest(), m -> seen.add(m.data()));
    for (int i = 0; i < 200; i++) {
      lobby.publish("m" + i);
      if (i % 10 == 0) {
        subscription.switchTo(Transport.MEMORY);
      }
    }

    for (int i = 0; i < 200; i++) {
      assertThat(next()).isEqualTo("m" + i);
    }
    assertThatThrownBy(() -> subscription.switchTo(Transport.SSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not sse");
  }

  @Test
  void aGivenProducerGoesOnWithItsSequence() {
    join(lobby.newPublisher("billing").publish("1"));

    Receipt second = join(lobby.newPublisher("billing").publish("2"));

    assertThat(second.duplicate()).isFalse();
    assertThat(second.position().offset()).isEqualTo(2);
  }

  @Test
  void aFlowSubscriberGetsWhatItAskedFor() throws Exception {
    for (int i = 1; i <= 5; i++) {
      join(lobby.publish("m" + i));
    }
    CompletableFuture<Flow.Subscription> flow = new CompletableFuture<>();
    lobby.flow(SubscribeOptions.from(Start.earliest())).subscribe(new FlowRecorder(flow));

    flow.get(10, TimeUnit.SECONDS).request(2);
    assertThat(List.of(next(), next())).containsExactly("m1", "m2");
    flow.join().request(1);
    assertThat(next()).isEqualTo("m3");
    assertThat(seen).isEmpty();
    flow.join().cancel();
  }

  @Test
  void badArgumentsAreThrownToTheCaller() {
    assertThatThrownBy(() -> realtime.channel("a//b", String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 8 segments");
    assertThatThrownBy(() -> lobby.newPublisher("~x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void afterCloseNothingIsTaken() {
    realtime.close();

    assertThatThrownBy(() -> join(lobby.publish("late")))
        .hasRootCauseInstanceOf(dev.realtime.RejectedException.class);
    assertThatThrownBy(() -> lobby.subscribe(m -> {}))
        .isInstanceOf(dev.realtime.RejectedException.class);
  }

  private String next() throws InterruptedException {
    String value = seen.poll(10, TimeUnit.SECONDS);
    return value == null ? "nothing within 10 s" : value;
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private final class FlowRecorder implements Flow.Subscriber<Message<String>> {
    private final CompletableFuture<Flow.Subscription> flow;
    private final List<Throwable> failures = new ArrayList<>();

    FlowRecorder(CompletableFuture<Flow.Subscription> flow) {
      this.flow = flow;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      flow.complete(subscription);
    }

    @Override
    public void onNext(Message<String> message) {
      seen.add(message.data());
    }

    @Override
    public void onError(Throwable throwable) {
      failures.add(throwable);
    }

    @Override
    public void onComplete() {
      assertThat(failures).isEmpty();
    }
  }
}
