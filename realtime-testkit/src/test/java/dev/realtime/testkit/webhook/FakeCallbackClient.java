package dev.realtime.testkit.webhook;

import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackClient;
import dev.realtime.core.wire.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A receiver in memory: answers challenges, answers deliveries by a script and then by a rule, and
 * remembers all that came. An answer of {@link #HANG} comes when {@link #release} says so.
 */
final class FakeCallbackClient implements CallbackClient {
  /** Stands for no answer yet. */
  static final CallbackAnswer HANG = new CallbackAnswer.None(CallbackAnswer.Cause.CLOSED, "hangs");

  final List<Post> challenges = new ArrayList<>();
  final List<Post> deliveries = new ArrayList<>();
  final Deque<CallbackAnswer> script = new ArrayDeque<>();
  final Deque<CompletableFuture<CallbackAnswer>> hanging = new ArrayDeque<>();
  Function<Post, CallbackAnswer> rule = post -> status(200);
  boolean answersChallenges = true;
  int inFlight;
  int mostInFlight;

  @Override
  public CompletionStage<CallbackAnswer> post(Post post) {
    String body = text(post);
    if (body.contains("\"type\":\"realtime.webhook.verify\"")) {
      challenges.add(post);
      return CompletableFuture.completedFuture(answersChallenges ? echo(post) : status(200));
    }
    deliveries.add(post);
    CallbackAnswer answer = script.isEmpty() ? rule.apply(post) : script.remove();
    if (answer != HANG) {
      return CompletableFuture.completedFuture(answer);
    }
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    CompletableFuture<CallbackAnswer> later = new CompletableFuture<>();
    hanging.add(later);
    return later;
  }

  /** Answers the oldest request that hangs. */
  void release(CallbackAnswer answer) {
    inFlight--;
    hanging.remove().complete(answer);
  }

  static CallbackAnswer status(int status) {
    return new CallbackAnswer.Status(status, Map.of(), new byte[0]);
  }

  static CallbackAnswer status(int status, String header, String value) {
    return new CallbackAnswer.Status(status, Map.of(header, value), new byte[0]);
  }

  static CallbackAnswer none(CallbackAnswer.Cause cause) {
    return new CallbackAnswer.None(cause, "as the test says");
  }

  private static CallbackAnswer echo(Post post) {
    String[] challenge = {""};
    JsonReader.readObject(
        post.body(),
        (name, value) -> {
          if (name.equals("challenge")) {
            challenge[0] = value.string();
          }
        });
    return new CallbackAnswer.Status(
        200, Map.of(), challenge[0].getBytes(StandardCharsets.US_ASCII));
  }

  static String text(Post post) {
    return new String(post.body(), StandardCharsets.UTF_8);
  }

  /** What was delivered, each as its {@code webhook-id} without the subscription. */
  List<String> ranges() {
    return deliveries.stream()
        .map(post -> post.headers().get("webhook-id"))
        .map(id -> id.substring(id.lastIndexOf('_') + 1))
        .toList();
  }

  @Override
  public void close() {
    while (!hanging.isEmpty()) {
      release(none(CallbackAnswer.Cause.CLOSED));
    }
  }
}
