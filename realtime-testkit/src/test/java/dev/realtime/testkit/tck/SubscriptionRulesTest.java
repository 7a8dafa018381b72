package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Channel;
import dev.realtime.HandlerPolicy;
import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.channel.ChannelRealtime;
import dev.realtime.core.channel.SubscribeDefaults;
import dev.realtime.core.local.LocalPublishTransport;
import dev.realtime.core.local.LocalTransport;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.QueuedLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.loop.PublishLimits;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.spi.ClientTransport;
import dev.realtime.testkit.FakeClock;
import dev.realtime.testkit.FakeTimers;
import dev.realtime.testkit.RecordingSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Rules that need time, or a view of the exchanges, in the hand of the test; all on one thread. */
final class SubscriptionRulesTest {
  private final FakeTimers timers = new FakeTimers();
  private final List<Transport> exchanges = new ArrayList<>();
  private final RecordingSubscriber<String> reader = new RecordingSubscriber<>();

  @Test
  @Verifies("2.4")
  void required_2_4_aMessageComesAgainAfterABackoffThatDoubles() {
    Channel<String> channel = channel(transport -> transport);
    HandlerPolicy policy =
        new HandlerPolicy(
            5, Duration.ofMillis(100), Duration.ofMillis(400), HandlerPolicy.Then.STOP);
    reader.failAt(1, 4);
    channel.subscribe(SubscribeOptions.from(Start.earliest()).withHandlerPolicy(policy), reader);

    channel.publish("m1");
    channel.publish("m2");

    int attempts = 1;
    for (long millis : new long[] {100, 200, 400, 400}) {
      assertThat(timers.untilNext()).contains(Duration.ofMillis(millis));
      timers.advance(Duration.ofMillis(millis - 1));
      assertThat(reader.attempts(1)).isEqualTo(attempts++);
      timers.advance(Duration.ofMillis(1));
      assertThat(reader.attempts(1)).isEqualTo(attempts);
    }
    assertThat(reader.data()).containsExactly("m1", "m2");
  }

  @Test
  @Verifies("3.16")
  void required_3_16_aFilteredBatchKeepsTheChain() {
    Channel<String> channel = channel(AlteringExchanges::filtering);
    Subscription subscription = channel.subscribe(Start.earliest(), reader);

    for (int i = 1; i <= 9; i++) {
      channel.publish("m" + i);
    }

    assertThat(reader.data()).containsExactly("m2", "m4", "m6", "m8");
    assertThat(reader.gaps()).isEmpty();
    assertThat(exchanges).containsExactly(Transport.MEMORY);
    assertThat(subscription.position().offset()).isEqualTo(9);
  }

  private Channel<String> channel(UnaryOperator<ClientTransport> decorator) {
    QueuedLogEngine engine =
        new QueuedLogEngine(
            new MemoryLogEngine(Retention.defaults(), new FakeClock(), new Random(1)),
            Runnable::run);
    ClientTransport transport =
        decorator.apply(new LocalTransport(DeliveryGroups.of(engine, Runnable::run)));
    RealtimeListener listener =
        new RealtimeListener() {
          @Override
          public void exchangeOpening(Subscription subscription, Transport name) {
            exchanges.add(name);
          }
        };
    SubscriptionContext context =
        new SubscriptionContext(
            Runnable::run,
            timers,
            new Random(1),
            BackoffPolicy.defaults(),
            listener,
            name -> transport);
    return new ChannelRealtime(
            context,
            new LocalPublishTransport(engine),
            PublishLimits.defaults(),
            SubscribeDefaults.over(Transport.MEMORY))
        .channel("tck/lobby", String.class);
  }
}
