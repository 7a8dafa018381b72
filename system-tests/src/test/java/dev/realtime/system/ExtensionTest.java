package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.Realtime;
import dev.realtime.Transport;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.RealtimeProbe;
import dev.realtime.testkit.TransportTest;

/** The JUnit extension as users of the testkit see it; for a whole class see ChatTest. */
class ExtensionTest {
  @TransportTest({Transport.SSE, Transport.WEBSOCKET})
  void aMethodRunsOverThoseItNames(
      Realtime realtime, Transport transport, FaultProxy network, RealtimeProbe probe) {
    Channel<String> channel = realtime.channel("a", String.class);
    channel.publish("one");
    probe.channel("a").awaitData("one");

    network.cutAll();
    channel.publish("two");

    probe.channel("a").awaitData("one", "two");
    assertThat(transport).isIn(Transport.SSE, Transport.WEBSOCKET);
    assertThat(network.connections()).isGreaterThan(1);
  }

  @TransportTest(value = Transport.LONG_POLLING, properties = "realtime.max-message-size=10B")
  void propertiesReachServerAndClient(Realtime realtime) {
    Channel<String> channel = realtime.channel("a", String.class);

    assertThatThrownBy(() -> channel.publish("x".repeat(20)).toCompletableFuture().join())
        .hasMessageContaining("at most 10 are allowed");
  }
}
