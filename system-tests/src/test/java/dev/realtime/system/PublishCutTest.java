package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Channel;
import dev.realtime.Receipt;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.testkit.Direction;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.RecordingSubscriber;
import dev.realtime.testkit.tck.Verifies;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection that is cut at any byte of a publish or its answer: stored once, told once. */
class PublishCutTest {
  private static final int STEP = 7;
  private static final int BYTES = 420;

  @ParameterizedTest
  @CsvSource({
    "SSE, CLIENT_TO_SERVER",
    "SSE, SERVER_TO_CLIENT",
    "WEBSOCKET, CLIENT_TO_SERVER",
    "WEBSOCKET, SERVER_TO_CLIENT",
  })
  @Verifies({"1.4", "1.7"})
  void required_1_7_aPublishThatIsCutIsRepeatedUnderItsNumber(
      Transport transport, Direction direction) throws Exception {
    try (RealtimeServer server =
            RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
        FaultProxy proxy = FaultProxy.to(new InetSocketAddress("localhost", server.port()), 1)) {
      List<Long> offsets = new ArrayList<>();
      List<String> published = new ArrayList<>();
      for (int bytes = 0; bytes < BYTES; bytes += STEP) {
        proxy.cutNext(direction, bytes);
        String text = "cut at " + bytes;
        offsets.add(publish(proxy.port(), transport, text).position().offset());
        published.add(text);
      }

      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      server.channel("a", String.class).subscribe(Start.earliest(), reader);
      reader.awaitMessages(published.size());

      assertThat(reader.data()).isEqualTo(published);
      assertThat(offsets).isSorted().doesNotHaveDuplicates();
    }
  }

  /** Publishes over a connection of its own, which the proxy cuts. */
  private static Receipt publish(int port, Transport transport, String text) throws Exception {
    try (RealtimeClient client =
        RealtimeClient.builder()
            .configuration(
                Configuration.builder()
                    .set("realtime.retry.min-delay", "1ms")
                    .set("realtime.retry.max-delay", "10ms"))
            .url("http://localhost:" + port + "/realtime")
            .transport(transport)
            .connect()) {
      Channel<String> channel = client.channel("a", String.class);
      return channel.publish(text).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }
}
