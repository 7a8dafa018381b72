package dev.realtime.core.webhook;

import dev.realtime.core.webhook.Destinations.Permit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The requests of one subscription, one after the other (SPEC 4.16): deliveries, challenges and
 * what is sent again. Each is signed when it is sent.
 *
 * <p>Confined to the serial executor of its subscription.
 */
final class RequestLine {
  private static final String USER_AGENT = "Realtime/1";

  private final WebhookContext context;
  private final SubscriptionState state;
  private final Executor serial;
  private final Pace pace;
  private final Deque<Request> waiting = new ArrayDeque<>(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean busy;
  private boolean ending;

  RequestLine(WebhookContext context, SubscriptionState state, Executor serial) {
    this.context = context;
    this.state = state;
    this.serial = serial;
    this.pace = new Pace(context.time().timers());
  }

  /**
   * What is sent.
   *
   * @param attempt from 1
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Content(String id, byte[] body, int attempt, Duration timeout) {}

  /** A request until it is answered. */
  private static final class Request {
    private final Content content;
    private final Consumer<CallbackAnswer> answered;
    private boolean sent;
    private boolean cancelled;
    private Runnable leave = () -> {};

    Request(Content content, Consumer<CallbackAnswer> answered) {
      this.content = content;
      this.answered = answered;
    }
  }

  /**
   * Sends a request when those before it are answered and the host may get one.
   *
   * @return takes it back if it was not sent; one that was sent is answered
   */
  Runnable send(Content content, Consumer<CallbackAnswer> answered) {
    Request request = new Request(content, answered);
    if (ending) {
      return () -> {};
    }
    waiting.add(request);
    advance();
    return () -> cancel(request);
  }

  /** Sends nothing more; completes when the request under way is answered. */
  CompletionStage<Void> end() {
    ending = true;
    waiting.clear();
    advance();
    return ended;
  }

  private void advance() {
    if (ending && !busy) {
      ended.complete(null);
    }
    if (busy || waiting.isEmpty()) {
      return;
    }
    busy = true;
    Request request = waiting.remove();
    // Later, so that what leaves the one queue is known before the next is entered.
    request.leave =
        pace.acquire(state.registration().rate(), () -> serial.execute(() -> knock(request)));
  }

  /** Asks for a place at the host, when the rate of the subscription allows one more. */
  private void knock(Request request) {
    if (request.cancelled) {
      return;
    }
    Registration to = state.registration();
    request.leave =
        context
            .destinations()
            .acquire(
                to.url(), to.priority(), permit -> serial.execute(() -> granted(request, permit)));
  }

  private void granted(Request request, Permit permit) {
    if (request.cancelled) {
      permit.release();
      return;
    }
    request.sent = true;
    context
        .client()
        .post(post(request.content))
        .whenComplete(
            (answer, failure) -> {
              CallbackAnswer found =
                  failure == null
                      ? answer
                      : new CallbackAnswer.None(
                          CallbackAnswer.Cause.CONNECTION_LOST, String.valueOf(failure));
              permit.settle(found);
              serial.execute(() -> answered(request, found));
            });
  }

  /** The receiver had too much: both it and its host get half for a while. */
  void slowDown() {
    pace.halve(Destinations.SLOW);
    context.destinations().slowDown(state.registration().url());
  }

  private CallbackClient.Post post(Content content) {
    Registration to = state.registration();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", USER_AGENT);
    headers.putAll(to.signer(context.time().clock()).sign(content.id, content.body).toMap());
    headers.put("realtime-subscription", to.id());
    headers.put("realtime-attempt", Integer.toString(content.attempt));
    return new CallbackClient.Post(to.url(), headers, content.body, content.timeout);
  }

  private void answered(Request request, CallbackAnswer answer) {
    busy = false;
    request.answered.accept(answer);
    advance();
  }

  private void cancel(Request request) {
    if (request.sent || request.cancelled) {
      return;
    }
    request.cancelled = true;
    if (!waiting.remove(request)) {
      request.leave.run();
      busy = false;
      advance();
    }
  }
}
