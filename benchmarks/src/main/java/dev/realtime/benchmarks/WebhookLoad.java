package dev.realtime.benchmarks;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.spi.Append;
import dev.realtime.spi.NewEntry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Webhooks under load, sender and receiver in one process over loopback:
 *
 * <ul>
 *   <li>{@code one [--messages 200000] [--runs 5]}: one subscription that is behind by so many
 *       messages;
 *   <li>{@code hosts [--messages 1000] [--runs 3]}: 100 channels with 10 subscriptions each, one
 *       for each of 10 hosts, all of which answer and then all but one of which answer, in turn;
 *   <li>{@code idle [--subscriptions 10000]}: the heap that subscriptions take that wait.
 * </ul>
 *
 * <p>Messages have 100 bytes. Prints a line for each run.
 */
public final class WebhookLoad {
  private static final int HOSTS = 10;
  private static final int CHANNELS = 100;
  private static final int BATCH = 1_000;
  private static final String PAYLOAD = "{\"text\":\"" + "x".repeat(89) + "\"}";
  private static final Pattern AT =
      Pattern.compile("\"url\":\"([^\"]+)\".*?\"position\":\"[a-z0-9]+:([0-9]+)\"");

  private final Arguments options;
  private final HttpClient http = HttpClient.newHttpClient();

  private WebhookLoad(Arguments options) {
    this.options = options;
  }

  /** Runs a scenario. */
  public static void main(String[] args) throws Exception {
    WebhookLoad load = new WebhookLoad(Arguments.parse(args, 1));
    switch (args[0]) {
      case "one" -> load.one();
      case "hosts" -> load.hosts();
      case "idle" -> load.idle();
      default -> throw new IllegalArgumentException("one, hosts or idle, not " + args[0]);
    }
    System.exit(0);
  }

  private static MemoryLogEngine engine() {
    Retention retention = new Retention(10_000_000, 4L << 30, Duration.ofHours(1));
    return new MemoryLogEngine(retention, Clock.systemUTC(), new SecureRandom());
  }

  private static RealtimeServer server(MemoryLogEngine engine) {
    return RealtimeServer.builder()
        .configuration(Configuration.builder())
        .port(0)
        .engine(engine)
        .set("realtime.webhook.allow-private", "true")
        .set("realtime.webhook.max-subscriptions", "1000000")
        .start();
  }

  private static void append(MemoryLogEngine engine, String channel, int messages) {
    NewEntry entry = new NewEntry(Payload.json(PAYLOAD), PublishOptions.defaults());
    for (int left = messages; left > 0; left -= BATCH) {
      List<NewEntry> batch = Collections.nCopies(Math.min(left, BATCH), entry);
      engine.open(channel).append(Append.anonymous(batch)).toCompletableFuture().join();
    }
  }

  private void subscribe(RealtimeServer server, String channel, String url)
      throws IOException, InterruptedException {
    String body =
        "{\"channel\":\"" + channel + "\",\"url\":\"" + url + "\",\"after\":\"earliest\"}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/webhooks"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.body());
    }
  }

  private String records(RealtimeServer server) throws IOException, InterruptedException {
    URI all = URI.create(server.url() + "/webhooks");
    return http.send(HttpRequest.newBuilder(all).build(), BodyHandlers.ofString()).body();
  }

  private void one() throws Exception {
    int messages = options.number("messages", 200_000);
    try (WebhookReceiverServer receiver = new WebhookReceiverServer()) {
      for (int run = 0; run < options.number("runs", 5); run++) {
        MemoryLogEngine engine = engine();
        append(engine, "a", messages);
        try (RealtimeServer server = server(engine)) {
          long requests = receiver.requests();
          long begin = System.nanoTime();
          subscribe(server, "a", "http://127.0.0.1:" + receiver.port() + "/");
          await(server, "", 1, messages);
          double seconds = (System.nanoTime() - begin) / 1e9;
          System.out.printf(
              "one: %.0f messages/s in %d requests, %.2f s%n",
              messages / seconds, receiver.requests() - requests, seconds);
        }
      }
    }
  }

  /** Waits until so many subscriptions to other hosts than one are at an offset. */
  private void await(RealtimeServer server, String except, int subscriptions, int offset)
      throws IOException, InterruptedException {
    int there = 0;
    while (there < subscriptions) {
      there = 0;
      Matcher found = AT.matcher(records(server));
      while (found.find()) {
        boolean counts = except.isEmpty() || !found.group(1).contains("//" + except + ":");
        there += counts && Integer.parseInt(found.group(2)) >= offset ? 1 : 0;
      }
      Thread.sleep(5);
    }
  }

  private void hosts() throws Exception {
    String last = "127.0.0." + HOSTS;
    for (int run = 0; run < options.number("runs", 3); run++) {
      run("all answer", "", last);
      run("one hangs", last, last);
    }
  }

  private void run(String what, String hanging, String last) throws Exception {
    int messages = options.number("messages", 1_000);
    MemoryLogEngine engine = engine();
    for (int i = 0; i < CHANNELS; i++) {
      append(engine, "c" + i, messages);
    }
    try (WebhookReceiverServer receiver = new WebhookReceiverServer();
        RealtimeServer server = server(engine)) {
      receiver.hang(hanging);
      long begin = System.nanoTime();
      for (int i = 0; i < CHANNELS; i++) {
        for (int host = 1; host <= HOSTS; host++) {
          String url = "http://127.0.0." + host + ":" + receiver.port() + "/" + i;
          subscribe(server, "c" + i, url);
        }
      }
      int others = CHANNELS * (HOSTS - 1);
      await(server, last, others, messages);
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "hosts, %s: %.0f messages/s to the other nine, %.2f s%n",
          what, (double) others * messages / seconds, seconds);
    }
  }

  private void idle() throws Exception {
    int subscriptions = options.number("subscriptions", 10_000);
    try (WebhookReceiverServer receiver = new WebhookReceiverServer();
        RealtimeServer server = server(engine())) {
      subscribe(server, "first", "http://127.0.0.1:" + receiver.port() + "/");
      long before = heap();
      for (int i = 0; i < subscriptions; i++) {
        subscribe(server, "c" + i % CHANNELS, "http://127.0.0.1:" + receiver.port() + "/" + i);
      }
      await(server, "", subscriptions + 1, 0);
      long each = (heap() - before) / subscriptions;
      System.out.printf("idle: %d bytes of heap for each of %d%n", each, subscriptions);
    }
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
