package dev.realtime.testkit.tck;

import com.sun.net.httpserver.HttpExchange;
import dev.realtime.Position;
import dev.realtime.core.wire.JsonReader;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A server that sends the channel {@code a} by webhook and does one thing wrong. One thread serves
 * the subscriptions in turn, in the order they came. Thread-safe.
 */
final class FakeWebhookServer {
  private final FakeServer parts = new FakeServer();
  private final ChannelLog log = parts.engine.open("a");
  private final HttpClient client = HttpClient.newBuilder().executor(parts.threads).build();
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Semaphore turns = new Semaphore(0);
  private final Fault fault;

  /** What such a server does wrong. */
  enum Fault {
    NONE,
    MOVES_ON_500,
    NEW_ID_ON_RETRY,
    OTHER_BYTES_ON_RETRY,
    TWO_POSTS_AT_ONCE
  }

  /** One subscription. Its fields are those of the serving thread until an answer is there. */
  private static final class Subscription {
    final URI url;
    Position at = Position.ORIGIN;
    @Nullable Batch unanswered;
    int attempt;
    CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    Subscription(URI url) {
      this.url = url;
    }
  }

  private FakeWebhookServer(Fault fault) {
    this.fault = fault;
  }

  static ServerFixture start(Fault fault) throws IOException {
    FakeWebhookServer server = new FakeWebhookServer(fault);
    server.parts.answer("/realtime/webhooks", server::register);
    server.parts.threads.execute(server::serve);
    return server.parts;
  }

  private void register(HttpExchange exchange) throws IOException {
    try (exchange) {
      StringBuilder url = new StringBuilder();
      JsonReader.readObject(
          exchange.getRequestBody().readAllBytes(),
          (name, value) -> url.append(name.equals("url") ? value.string() : ""));
      subscriptions.add(new Subscription(URI.create(url.toString())));
      exchange.sendResponseHeaders(201, -1);
    }
    turns.release();
  }

  private void serve() {
    try {
      while (true) {
        turns.acquire();
        for (Subscription subscription : subscriptions) {
          turn(subscription);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(Subscription to) {
    boolean busy = !to.answer.isDone();
    if (busy && fault != Fault.TWO_POSTS_AT_ONCE) {
      return;
    }
    Batch batch = to.unanswered == null || busy ? FakeServer.read(log, to.at) : to.unanswered;
    if (batch.isEmpty()) {
      log.onGrowth(to.at, turns::release);
      return;
    }
    to.unanswered = batch;
    if (fault == Fault.TWO_POSTS_AT_ONCE) {
      to.at = batch.last();
    }
    CompletableFuture<Void> answer =
        client
            .sendAsync(post(to, batch), HttpResponse.BodyHandlers.discarding())
            .handle((response, failure) -> response == null ? 0 : response.statusCode())
            .thenAccept(status -> answered(to, batch, status));
    to.answer = CompletableFuture.allOf(to.answer, answer);
    answer.whenComplete((done, failure) -> turns.release());
    if (busy) {
      TransportEntries.join(answer);
    } else {
      turns.release();
    }
  }

  private HttpRequest post(Subscription to, Batch batch) {
    boolean newId = fault == Fault.NEW_ID_ON_RETRY;
    boolean newBytes = fault == Fault.OTHER_BYTES_ON_RETRY;
    return HttpRequest.newBuilder(to.url)
        .version(HttpClient.Version.HTTP_1_1)
        .header("webhook-id", "sub_" + batch.last() + (newId ? "_" + to.attempt : ""))
        .POST(
            HttpRequest.BodyPublishers.ofString(
                FakeServer.json(batch) + " ".repeat(newBytes ? to.attempt : 0)))
        .build();
  }

  private void answered(Subscription to, Batch batch, int status) {
    boolean taken = status / 100 == 2 || (fault == Fault.MOVES_ON_500 && status == 500);
    to.attempt = taken ? 0 : to.attempt + 1;
    if (taken) {
      to.at = batch.last();
      to.unanswered = null;
    }
  }
}
