package dev.realtime.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.HandlerPolicy;
import dev.realtime.Message;
import dev.realtime.Position;
import dev.realtime.Realtime;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
  void aTransportThatIsNotThereIsRefused() {
    Subscription subscription = lobby.subscribe(m -> {});

    assertThatThrownBy(() -> subscription.switchTo(Transport.SSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not sse");
  }

  @Test
  void aBadChannelNameIsRefusedWithTheGrammar() {
    assertThatThrownBy(() -> realtime.channel("a//b", String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 8 segments");
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
