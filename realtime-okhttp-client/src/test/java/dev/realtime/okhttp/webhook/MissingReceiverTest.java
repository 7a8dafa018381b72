package dev.realtime.okhttp.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.Start;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.okhttp.RealtimeClient;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** This module alone on the class path: nothing here can receive a webhook. */
class MissingReceiverTest {
  @Test
  void aClientOfWebhooksWithoutAServerNamesTheArtifactToAdd() {
    try (RealtimeClient client =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .url("http://localhost:1/realtime")
            .transport(Transport.WEBHOOK)
            .set("realtime.webhook.callback-url", "http://127.0.0.1:0/hooks")
            .connect()) {
      Subscription subscription =
          client.channel("a/b", String.class).subscribe(Start.latest(), message -> {});

      CloseReason reason =
          subscription.closed().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();

      RealtimeException cause = ((CloseReason.Failed) reason).cause();
      assertThat(cause.code()).isEqualTo(ErrorCode.CONFIGURATION);
      assertThat(cause)
          .hasMessageContaining("Add dev.realtime:realtime-jetty")
          .hasMessageContaining("RealtimeClient.Builder.callbacks");
    }
  }
}
