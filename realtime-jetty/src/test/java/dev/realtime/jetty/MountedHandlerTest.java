package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Subscription;
import dev.realtime.core.config.Configuration;
import dev.realtime.spi.AccessPolicy;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handler in somebody's Jetty. */
class MountedHandlerTest {
  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty);

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
  }

  private void start(RealtimeHandler handler, String host) throws Exception {
    connector.setHost(host);
    jetty.addConnector(connector);
    jetty.setHandler(handler);
    jetty.start();
  }

  private static RealtimeHandler.Builder handler(String... keyAndValue) {
    Configuration.Builder configuration = Configuration.builder();
    for (int i = 0; i < keyAndValue.length; i += 2) {
      configuration.set(keyAndValue[i], keyAndValue[i + 1]);
    }
    return RealtimeHandler.builder().configuration(configuration.build());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "0.0.0.0")
  void aConnectorThatOthersCanReachNeedsAnAccessPolicy(String host) throws Exception {
    RealtimeHandler open = handler().build();
    try (open) {
      assertThatThrownBy(() -> start(open, host))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
          .hasMessageContaining("without an AccessPolicy")
          .hasMessageContaining("realtime.server.insecure");
    }
  }

  @Test
  void withAPolicyOrOnPurposeItListens() throws Exception {
    try (RealtimeHandler guarded = handler().accessPolicy(AccessPolicy.allowAll()).build()) {
      start(guarded, "0.0.0.0");
      assertThat(jetty.isStarted()).isTrue();
      jetty.stop();
    }
    try (RealtimeHandler insecure = handler("realtime.server.insecure", "true").build()) {
      jetty.setHandler(insecure);
      jetty.start();
      assertThat(jetty.isStarted()).isTrue();
      jetty.stop();
    }
  }

  @Test
  void itIsReadyUntilItDrains() throws Exception {
    try (RealtimeHandler handler = handler().build()) {
      start(handler, "localhost");
      Http http =
          new Http(URI.create("http://localhost:" + connector.getLocalPort() + "/realtime"));
      assertThat(http.get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
      assertThat(http.get("/health/ready").statusCode()).isEqualTo(200);

      CompletableFuture<Void> drained = handler.shutdown();

      drained.get(10, TimeUnit.SECONDS);
      assertThat(http.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(http.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(http.get("/health/ready").body()).isEqualTo("{\"status\":\"draining\"}");
      jetty.stop();
    }
  }

  @Test
  void whatASubscriptionDoesAtAGapIsConfigured() throws Exception {
    try (RealtimeHandler handler =
        handler("realtime.subscriber.on-gap", "fail", "realtime.retention.max-messages", "1")
            .build()) {
      var channel = handler.channel("a", String.class);
      for (String text : new String[] {"one", "two", "three"}) {
        channel.publish(text).toCompletableFuture().get(10, TimeUnit.SECONDS);
      }

      Subscription subscription = channel.subscribe(Start.after(Position.ORIGIN), m -> {});

      CloseReason reason = subscription.closed().toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(((CloseReason.Failed) reason).cause().code()).isEqualTo(ErrorCode.GAP);
    }
  }
}
