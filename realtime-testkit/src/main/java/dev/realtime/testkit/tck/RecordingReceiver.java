package dev.realtime.testkit.tck;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.realtime.core.wire.JsonReader;
import dev.realtime.spi.Batch;
import dev.realtime.testkit.RecordingSubscriber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assertions;

/**
 * A receiver of webhooks at one address: it repeats challenges, answers deliveries as it was told
 * and then with 200, and remembers what came.
 *
 * <p>Thread-safe; guarded by {@code this}.
 */
final class RecordingReceiver implements AutoCloseable {
  /** Stands for a connection that is cut before the answer. */
  static final int NO_ANSWER = 0;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private boolean holds;

  /** One delivery, and what was answered to it. */
  record Attempt(String id, String body, int answer) {
    Batch batch() {
      return TransportEntries.decode(body, "a");
    }
  }

  RecordingReceiver(Integer... answers) throws IOException {
    this.answers.addAll(List.of(answers));
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::receive);
    http.start();
  }

  /** Lets a server send the channel {@code a} here from its beginning. */
  void subscribe(ServerFixture server) throws IOException, InterruptedException {
    String wanted =
        "{\"channel\":\"a\",\"url\":\"http://127.0.0.1:%d/hook\",\"after\":\"earliest\"}"
            .formatted(http.getAddress().getPort());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/webhooks"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(wanted))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    Assertions.assertEquals(201, answer.statusCode(), answer::body);
  }

  /** Does not answer the next delivery until {@link #release}; others are answered at once. */
  synchronized void hold() {
    holds = true;
  }

  /** Answers what was held back. */
  void release() {
    released.countDown();
  }

  private synchronized boolean takeHold() {
    boolean mine = holds;
    holds = false;
    return mine;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (body.contains("\"type\":\"realtime.webhook.verify\"")) {
        answer(exchange, 200, challengeOf(body));
        return;
      }
      boolean held = takeHold();
      int answer = record(exchange.getRequestHeaders().getFirst("webhook-id"), body);
      if (held) {
        Waits.hold(released);
      }
      if (answer != NO_ANSWER) {
        answer(exchange, answer, "");
      }
    }
  }

  private synchronized int record(String id, String body) {
    int answer = answers.isEmpty() ? 200 : answers.remove();
    attempts.add(new Attempt(id, body, answer));
    notifyAll();
    return answer;
  }

  private static String challengeOf(String body) {
    StringBuilder challenge = new StringBuilder();
    JsonReader.readObject(
        body.getBytes(StandardCharsets.UTF_8),
        (name, value) -> {
          if (name.equals("challenge")) {
            challenge.append(value.string());
          }
        });
    return challenge.toString();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** The deliveries so far. */
  synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** Waits until so many deliveries came. */
  synchronized List<Attempt> await(int count) throws InterruptedException {
    long end = System.nanoTime() + RecordingSubscriber.CAP.toNanos();
    while (attempts.size() < count && System.nanoTime() < end) {
      wait(100);
    }
    Assertions.assertTrue(
        attempts.size() >= count,
        () -> count + " deliveries did not come within 10 s but " + attempts);
    return attempts();
  }

  /** Waits until the entry of an offset was delivered. */
  List<Attempt> awaitOffset(long offset) throws InterruptedException {
    List<Attempt> all = await(1);
    while (all.get(all.size() - 1).batch().last().offset() < offset) {
      all = await(all.size() + 1);
    }
    return all;
  }

  @Override
  public void close() {
    release();
    http.stop(0);
    threads.shutdownNow();
  }
}
