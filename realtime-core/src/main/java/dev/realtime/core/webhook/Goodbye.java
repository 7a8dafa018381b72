package dev.realtime.core.webhook;

import dev.realtime.core.wire.WebhookBody;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a receiver that asked for it is told when the server shuts down: that its subscription ends,
 * and when it may register anew, which differs at random so that not all come at once (SPEC 4.21).
 *
 * <p>Confined to the serial executor of its subscription.
 */
final class Goodbye {
  private static final int LATEST_MILLIS = 2_000;

  private final WebhookContext context;
  private final SubscriptionState state;
  private final RequestLine line;
  private Runnable cancel = () -> {};

  Goodbye(WebhookContext context, SubscriptionState state, RequestLine line) {
    this.context = context;
    this.state = state;
    this.line = line;
  }

  /** Says it once; completes with whether the receiver heard it. */
  CompletionStage<Boolean> say(Duration timeout) {
    CompletableFuture<Boolean> heard = new CompletableFuture<>();
    Registration to = state.registration();
    long later = context.time().random().nextLong(1, LATEST_MILLIS + 1);
    byte[] body = new WebhookBody.Bye(to.id(), to.channel(), later).toJson();
    cancel =
        line.send(
            new RequestLine.Content(to.id() + "_bye", body, 1, timeout),
            answer ->
                heard.complete(
                    answer instanceof CallbackAnswer.Status status && status.status() / 100 == 2));
    return heard;
  }

  /** Says it no more, if it was not said. */
  void cancel() {
    cancel.run();
  }
}
