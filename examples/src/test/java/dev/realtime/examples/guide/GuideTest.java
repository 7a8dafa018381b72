package dev.realtime.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.Message;
import dev.realtime.Realtime;
import dev.realtime.RejectedException;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.examples.guide.Orders.Order;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide shows does what the guide says. */
class GuideTest {
  private final Realtime realtime = Realtime.inMemory();
  private final Channel<Order> orders = Orders.of(realtime);
  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    realtime.close();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private List<String> take(int count) throws InterruptedException {
    String[] taken = new String[count];
    for (int i = 0; i < count; i++) {
      taken[i] = String.valueOf(handled.poll(10, TimeUnit.SECONDS));
    }
    return List.of(taken);
  }

  @Test
  void aDurableSubscriptionGoesOnAfterTheLastHandledOrder() throws Exception {
    join(Orders.publish(orders));
    Subscription first = Orders.resume(orders, directory, m -> handled.add(m.data().id()));
    assertThat(take(1)).containsExactly("o-17");
    first.close();
    join(first.closed());
    join(Orders.sell(orders));

    Orders.resume(orders, directory, m -> handled.add(m.data().id()));

    assertThat(take(1)).containsExactly("o-18");
  }

  @Test
  void whatFailsThreeTimesIsSkippedAndAnnounced() throws Exception {
    Subscriber<Order> failing =
        new Subscriber<>() {
          @Override
          public void onMessage(Message<Order> message) {
            handled.add(message.data().id());
            throw new IllegalStateException("no paper");
          }

          @Override
          public void onGap(dev.realtime.Gap gap) {
            handled.add(gap.reason().toString());
          }
        };
    Orders.subscribe(orders, failing);

    join(Orders.publish(orders));

    assertThat(take(4)).containsExactly("o-17", "o-17", "o-17", "SKIPPED");
  }

  @Test
  void aPublishAfterTheEndFailsThroughItsStage() {
    realtime.close();

    CompletionStage<?> refused = Orders.publish(orders);

    assertThatThrownBy(() -> join(refused)).hasCauseInstanceOf(RejectedException.class);
  }
}
