package dev.realtime.testkit.webhook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.core.webhook.WebhookReply;
import dev.realtime.core.webhook.WebhookRequest;
import dev.realtime.spi.Batch;
import dev.realtime.testkit.tck.FaultyTransport;
import dev.realtime.testkit.tck.FaultyTransport.Alteration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each rule of {@link WebhookReceiverContract} is broken by a receiver that its test must find. */
final class WebhookReceiverFaultsFoundTest {
  private static WebhookReceiverContract altering(Alteration alteration) {
    return () ->
        new ReceiverFixture(right -> right, right -> FaultyTransport.altering(right, alteration));
  }

  /** Says that it took what it has yet to give to its reader. */
  private static Function<WebhookRequest, CompletionStage<WebhookReply>> hasty(
      Function<WebhookRequest, CompletionStage<WebhookReply>> right) {
    return request -> {
      CompletableFuture<WebhookReply> reply = right.apply(request).toCompletableFuture();
      reply.complete(WebhookReply.of(200));
      return reply;
    };
  }

  private static void assertFound(ThrowingCallable test, String message) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  @Test
  void aReceiverThatAnswersBeforeTheBatchWasHandled() {
    WebhookReceiverContract wrong =
        () -> new ReceiverFixture(WebhookReceiverFaultsFoundTest::hasty, right -> right);

    assertFound(
        wrong::required_4_17_theAnswerComesOnlyAfterTheBatchWasHandled,
        "[the answer before the handler ran]");
    assertFound(
        wrong::required_4_17_aHandlerThatFailsIsCalledAgainBeforeTheAnswer,
        "[the answer while the handler fails]");
    assertFound(
        wrong::required_4_17_aHandlerThatGaveUpIsAFailure, "[the answer when the handler gave up]");
  }

  @Test
  void aReceiverThatGivesAReplayTwice() {
    WebhookReceiverContract wrong =
        altering((number, batch) -> batch.isReplay() ? List.of(batch, batch) : List.of(batch));

    assertFound(
        wrong::required_4_23_aReplayIsDeliveredOnceAndThePositionStays,
        "but some elements were not expected:\n  [\"4\"]");
  }

  @Test
  void aReceiverThatTakesAReplayForADelivery() {
    WebhookReceiverContract wrong = altering((number, batch) -> List.of(unmarked(batch)));

    assertFound(
        wrong::required_4_23_aReplayIsDeliveredOnceAndThePositionStays,
        "but could not find the following elements:\n  [\"4\"]");
  }

  private static Batch unmarked(Batch batch) {
    return new Batch(
        batch.channel(),
        batch.previous(),
        batch.last(),
        batch.head(),
        batch.gap(),
        batch.entries());
  }
}
