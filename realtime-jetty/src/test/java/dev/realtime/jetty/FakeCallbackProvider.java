package dev.realtime.jetty;

import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackClient;
import dev.realtime.core.webhook.CallbackClientProvider;
import dev.realtime.core.webhook.CallbackPolicy;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.core.wire.WebhookBody.Challenge;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends nothing: a callback to {@code right.example} answers every challenge and takes every
 * delivery, one to {@code refuses.example} takes no delivery, all others answer 500.
 */
public final class FakeCallbackProvider implements CallbackClientProvider {
  /** For the service loader. */
  public FakeCallbackProvider() {}

  @Override
  public CallbackClient open(CallbackPolicy policy, Duration connectTimeout) {
    return new CallbackClient() {
      @Override
      public CompletionStage<CallbackAnswer> post(Post post) {
        return CompletableFuture.completedFuture(answer(post));
      }

      @Override
      public void close() {}
    };
  }

  private static CallbackAnswer answer(CallbackClient.Post post) {
    String host = post.url().getHost();
    WebhookBody body = WebhookBody.decode(post.body());
    if (body instanceof Challenge challenge && !host.equals("wrong.example")) {
      return new CallbackAnswer.Status(200, Map.of(), challenge.answer());
    }
    return switch (host) {
      case "right.example" -> new CallbackAnswer.Status(200, Map.of(), new byte[0]);
      case "refuses.example" ->
          new CallbackAnswer.Status(400, Map.of("webhook-delivery", "abort-message"), new byte[0]);
      default ->
          new CallbackAnswer.Status(
              500, Map.of(), "a secret of the receiver".getBytes(StandardCharsets.US_ASCII));
    };
  }
}
