package dev.realtime.system;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.Append;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/**
 * A process that sends webhooks until it is killed. Its log is the same after every start, as a
 * durable one would be: each line of its input is the number up to which it holds messages, and the
 * first is read before anything is sent.
 */
final class WebhookKilledSender {
  static final String CHANNEL = "payments/killed";
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

  /** Says that the store is open. */
  static final String READY = "ready";

  private final MemoryLogEngine engine =
      new MemoryLogEngine(
          new Retention(1_000_000, 1L << 30, Duration.ofHours(1)),
          Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
          new Random(1));
  private final ChannelLog log = engine.open(CHANNEL);
  private int messages;

  private WebhookKilledSender() {}

  /** With the directory of the store, and the URL to register if there is nothing in it. */
  public static void main(String[] args) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    WebhookKilledSender sender = new WebhookKilledSender();
    sender.fill(orders.readLine());
    WebhookChaosSender webhooks = new WebhookChaosSender(sender.engine, Path.of(args[0]));
    if (args.length > 1) {
      webhooks.subscribe(CHANNEL, args[1], SECRET);
    }
    System.out.println(READY);
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      sender.fill(order);
    }
    // Whoever started it is gone.
    Runtime.getRuntime().halt(1);
  }

  private void fill(String upTo) {
    for (int last = Integer.parseInt(upTo); messages < last; messages++) {
      NewEntry entry =
          new NewEntry(Payload.json("\"m-" + (messages + 1) + "\""), PublishOptions.defaults());
      log.append(Append.anonymous(List.of(entry))).toCompletableFuture().join();
    }
  }
}
