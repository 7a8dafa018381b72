package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.core.webhook.Progress.DeadLetter;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Sends messages that were given up once more, each marked as a replay under the id that it had.
 *
 * <p>Confined to the serial executor of its subscription.
 */
final class Redelivery {
  private final WebhookContext context;
  private final ChannelLog log;
  private final SubscriptionState state;
  private final RequestLine line;
  private final Executor serial;

  Redelivery(
      WebhookContext context,
      ChannelLog log,
      SubscriptionState state,
      RequestLine line,
      Executor serial) {
    this.context = context;
    this.log = log;
    this.state = state;
    this.line = line;
    this.serial = serial;
  }

  /** Sends one; completes with what came of it, fails if there is no such message any more. */
  void send(String deadLetter, CompletableFuture<SubscriptionRecord> done) {
    Optional<DeadLetter> found = state.deadLetter(deadLetter);
    if (found.isEmpty()) {
      done.completeExceptionally(notThere("there is no dead letter of this id"));
      return;
    }
    Position at = found.get().position();
    Position before = at.withOffset(at.offset() - 1);
    log.read(before, 1, Integer.MAX_VALUE)
        .whenComplete(
            (read, failure) ->
                serial.execute(
                    () -> {
                      if (failure != null) {
                        done.completeExceptionally(failure);
                      } else if (read.gap().isPresent() || !read.last().equals(at)) {
                        done.completeExceptionally(
                            notThere("the message is no longer retained (realtime.retention)"));
                      } else {
                        post(found.get(), read, done);
                      }
                    }));
  }

  private static RejectedException notThere(String text) {
    return new RejectedException(ErrorCode.NOT_FOUND, text);
  }

  private void post(DeadLetter letter, Batch read, CompletableFuture<SubscriptionRecord> done) {
    String subscription = state.registration().id();
    byte[] body = new WebhookBody.Delivery(subscription, read, true, Optional.empty()).toJson();
    String id = letter.id().substring("dl_".length());
    line.send(
        new RequestLine.Content(id, body, 1, context.timeout()),
        answer -> {
          state.answered(AnswerRule.shown(answer));
          if (answer instanceof CallbackAnswer.Status status && status.status() / 100 == 2) {
            state.redelivered(letter.id());
          }
          done.complete(state.record());
        });
  }
}
