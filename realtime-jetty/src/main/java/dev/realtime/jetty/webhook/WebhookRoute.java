package dev.realtime.jetty.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.webhook.AdministrationRequest;
import dev.realtime.core.webhook.SubscriptionJson;
import dev.realtime.core.webhook.SubscriptionRecord;
import dev.realtime.core.webhook.Webhooks;
import dev.realtime.core.wire.ChannelName;
import dev.realtime.core.wire.JsonWriter;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.spi.AccessPolicy.Action;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Answers requests about webhook subscriptions. A caller sees and changes those that it registered,
 * and registers for channels that it may read.
 *
 * <p>Thread-safe.
 */
public final class WebhookRoute {
  private static final int MAX_BODY = 16 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Webhooks webhooks;

  /** A route to the subscriptions of a server. */
  public WebhookRoute(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  /** Answers a request about all subscriptions: GET lists them, POST registers one. */
  public void all(HttpExchange exchange, Caller caller) {
    if (exchange.method().equals("POST")) {
      answer(
          exchange,
          request(exchange, AdministrationRequest.CREATE)
              .thenCompose(request -> create(caller, request)),
          created -> respond(exchange, 201, secretOnce(created)));
    } else {
      respond(exchange, 200, list(webhooks.list(owner(caller))));
    }
  }

  private CompletionStage<Webhooks.Created> create(Caller caller, AdministrationRequest request) {
    String channel = ChannelName.check(request.text("channel"));
    return caller
        .require(Action.SUBSCRIBE, channel)
        .thenCompose(allowed -> webhooks.create(owner(caller), request.newSubscription()));
  }

  /** Answers a request about one: GET reads it, PATCH changes it, DELETE ends it. */
  public void one(HttpExchange exchange, Caller caller, String id) {
    String owner = owner(caller);
    switch (exchange.method()) {
      case "DELETE" ->
          answer(
              exchange,
              webhooks.delete(owner, id),
              done -> exchange.respond(204, Map.of("Cache-Control", "no-store"), NOTHING));
      case "PATCH" ->
          answerRecord(
              exchange,
              request(exchange, AdministrationRequest.CHANGE)
                  .thenCompose(request -> webhooks.change(owner, id, request.change())));
      default ->
          answerRecord(exchange, CompletableFuture.completedFuture(webhooks.find(owner, id)));
    }
  }

  /**
   * Answers a POST that does something to one subscription.
   *
   * @throws RejectedException not-found if there is nothing of this name to do
   */
  public void act(HttpExchange exchange, Caller caller, String id, String action) {
    String owner = owner(caller);
    webhooks.find(owner, id);
    switch (action) {
      case "verify" -> simple(exchange, () -> webhooks.verify(owner, id));
      case "pause" -> simple(exchange, () -> webhooks.pause(owner, id));
      case "resume" -> simple(exchange, () -> webhooks.resume(owner, id));
      case "retry" -> simple(exchange, () -> webhooks.retry(owner, id));
      case "seek" ->
          answerRecord(
              exchange,
              request(exchange, Set.of("after"))
                  .thenCompose(request -> webhooks.seek(owner, id, request.after())));
      case "redeliver" ->
          answerRecord(
              exchange,
              request(exchange, Set.of("deadLetter"))
                  .thenCompose(r -> webhooks.redeliver(owner, id, r.text("deadLetter"))));
      case "rotate-secret" ->
          answer(
              exchange,
              request(exchange, Set.of("secret"))
                  .thenCompose(r -> webhooks.rotateSecret(owner, id, r.find("secret"))),
              created -> respond(exchange, 200, secretOnce(created)));
      default ->
          throw new RejectedException(
              ErrorCode.NOT_FOUND,
              "what can be done is verify, pause, resume, retry, seek, redeliver and rotate-secret");
    }
  }

  private void simple(HttpExchange exchange, Doing doing) {
    answerRecord(exchange, request(exchange, Set.of()).thenCompose(request -> doing.run()));
  }

  /** Something to do once the request has been read. */
  @FunctionalInterface
  private interface Doing {
    CompletionStage<SubscriptionRecord> run();
  }

  private static String owner(Caller caller) {
    return caller.principal().name();
  }

  /** The body; a form cannot send what has one, so no foreign page can. */
  private static CompletionStage<AdministrationRequest> request(
      HttpExchange exchange, Set<String> known) {
    String type = exchange.header("Content-Type").orElse("");
    return exchange
        .body(MAX_BODY)
        .thenApply(
            body -> {
              if (body.length > 0
                  && !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
                throw new RejectedException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json");
              }
              return AdministrationRequest.parse(body, known);
            });
  }

  private static void answerRecord(
      HttpExchange exchange, CompletionStage<SubscriptionRecord> record) {
    answer(exchange, record, found -> respond(exchange, 200, json(found)));
  }

  private static <T> void answer(
      HttpExchange exchange, CompletionStage<T> stage, Consumer<T> respond) {
    stage.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            Failures.answer(exchange, failure);
          } else {
            respond.accept(value);
          }
        });
  }

  private static byte[] secretOnce(Webhooks.Created created) {
    return SubscriptionJson.withSecret(created.record(), created.secret());
  }

  private static byte[] json(SubscriptionRecord record) {
    JsonWriter out = new JsonWriter(512);
    SubscriptionJson.write(record, out);
    return out.toByteArray();
  }

  private static byte[] list(List<SubscriptionRecord> records) {
    JsonWriter out = new JsonWriter(512);
    String separator = "{\"webhooks\":[";
    for (SubscriptionRecord record : records) {
      SubscriptionJson.write(record, out.raw(separator));
      separator = ",";
    }
    return out.raw(records.isEmpty() ? "{\"webhooks\":[]}" : "]}").toByteArray();
  }

  private static void respond(HttpExchange exchange, int status, byte[] json) {
    exchange.respond(
        status,
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        ByteBuffer.wrap(json));
  }
}
