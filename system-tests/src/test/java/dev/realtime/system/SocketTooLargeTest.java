package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.Receipt;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.testkit.tck.Verifies;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A publish that no frame of a socket holds, amid others: each of its characters takes six. */
class SocketTooLargeTest {
  private static final Codec<String> PLAIN =
      new Codec<>() {
        @Override
        public Payload encode(String value) {
          return Payload.of(value, "text/plain");
        }

        @Override
        public String decode(Payload payload) {
          return payload.toText();
        }
      };

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  @Verifies({"4.15", "1.8"})
  void required_4_15_aPublishOverTheFrameIsRefusedAndTheRestGoesOn() throws Exception {
    try (RealtimeServer server =
            RealtimeServer.builder()
                .configuration(Configuration.builder())
                .port(0)
                .set("realtime.max-message-size", "256KiB")
                .start();
        RealtimeClient client = client(server)) {
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      Channel<String> channel = client.channel("a", PLAIN);
      Subscription subscription = channel.subscribe(Start.earliest(), m -> seen.add(m.data()));
      join(subscription.live());

      CompletionStage<Receipt> before = channel.publish("before");
      CompletionStage<Receipt> tooLarge = channel.publish("\u0001".repeat(250_000));
      CompletionStage<Receipt> after = channel.publish("after");

      assertThatThrownBy(() -> join(tooLarge))
          .cause()
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
      join(after);
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("before");
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("after");
      assertThat(subscription.closed().toCompletableFuture()).isNotDone();
      assertThat(join(before).position().offset()).isEqualTo(1);
      assertThat(join(after).position().offset()).isEqualTo(2);
    }
  }

  private static RealtimeClient client(RealtimeServer server) {
    return RealtimeClient.builder()
        .configuration(Configuration.builder())
        .set("realtime.max-message-size", "256KiB")
        .set("realtime.retry.min-delay", "10ms")
        .url(server.url().toString())
        .transport(Transport.WEBSOCKET)
        .connect();
  }
}
