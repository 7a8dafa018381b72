package dev.realtime.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.HandlerPolicy;
import dev.realtime.Position;
import dev.realtime.Realtime;
import dev.realtime.RealtimeException;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscription;
import dev.realtime.core.log.FilePositionStore;
import dev.realtime.spi.PositionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableSubscriptionTest {
  @TempDir Path directory;

  @Test
  void aLaterSubscriptionOfTheSameNameGoesOnAfterTheSavedPosition() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Realtime realtime = Realtime.inMemory()) {
      Channel<String> lobby = realtime.channel("chat/lobby", String.class);
      PositionStore store = new FilePositionStore(directory.resolve("positions"));
      join(lobby.publish("one"));
      Subscription first = lobby.subscribe(options(store), m -> seen.add("first " + m.data()));
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("first one");
      first.close();
      join(first.closed());

      join(lobby.publish("two"));
      Subscription second = lobby.subscribe(options(store), m -> seen.add("second " + m.data()));

      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("second two");
      second.close();
      join(second.closed());
    }
  }

  @Test
  void aPositionThatCannotBeSavedEndsTheSubscription() {
    PositionStore full =
        new PositionStore() {
          @Override
          public Optional<Position> load(String name) {
            return Optional.empty();
          }

          @Override
          public void save(String name, Position position) {
            throw new IllegalStateException("the disk is full");
          }
        };
    try (Realtime realtime = Realtime.inMemory()) {
      Channel<String> lobby = realtime.channel("chat/lobby", String.class);
      join(lobby.publish("one"));

      Subscription subscription = lobby.subscribe(options(full), m -> {});

      assertThat(join(subscription.closed()).toString())
          .contains("could not be saved")
          .contains("the disk is full");
    }
  }

  @Test
  void aFileThatHoldsNoPositionIsAClearError() throws IOException {
    Files.writeString(directory.resolve("billing.position"), "nonsense");
    PositionStore store = new FilePositionStore(directory);

    assertThatThrownBy(() -> store.load("billing"))
        .isInstanceOf(RealtimeException.class)
        .hasMessageContaining("billing.position")
        .hasMessageContaining("is not a position");
    assertThatThrownBy(() -> store.load("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  private static SubscribeOptions options(PositionStore store) {
    return SubscribeOptions.from(Start.earliest())
        .withDurable("billing", store)
        .withHandlerPolicy(HandlerPolicy.defaults().withMaxRetries(0));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
