package dev.realtime.cli;

import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.cli.AnswerScript.Step;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A request at a sink of webhooks as one line of JSON. Confined to one thread. */
final class WebhookLine {
  private final StringJoiner fields = new StringJoiner(",", "{", "}");

  /**
   * A line that begins with what the sender says unsigned.
   *
   * @param id the {@code webhook-id}
   */
  WebhookLine(String id, String subscription, String attempt) {
    text("id", id);
    text("subscription", subscription);
    raw("attempt", attempt.matches("\\d{1,9}") ? attempt : "0");
  }

  WebhookLine verified() {
    return raw("verified", "true");
  }

  WebhookLine refused(Enum<?> reason) {
    raw("verified", "false");
    return text("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** What is answered. */
  WebhookLine answered(Step step) {
    if (step instanceof Step.Answer answer) {
      raw("status", Integer.toString(answer.status()));
      answer.retryAfterSeconds().ifPresent(s -> raw("retryAfter", Integer.toString(s)));
    } else if (step instanceof Step.Hang hang) {
      raw("status", "200");
      raw("afterMillis", Long.toString(hang.pause().toMillis()));
    } else {
      raw("closed", "true");
    }
    return this;
  }

  /** The question for consent. */
  WebhookLine challenge(WebhookBody.Challenge challenge) {
    text("channel", challenge.channel());
    return raw("challenge", "true");
  }

  /** The end, because the server shuts down. */
  WebhookLine bye(WebhookBody.Bye bye) {
    text("channel", bye.channel());
    return raw("bye", "true");
  }

  /** What is delivered. */
  WebhookLine delivery(WebhookBody.Delivery delivery) {
    Batch batch = delivery.batch();
    text("channel", batch.channel());
    text("previous", batch.previous().toString());
    text("last", batch.last().toString());
    if (delivery.replay()) {
      raw("replay", "true");
    }
    // The line of a gap is an object with the one field.
    batch
        .gap()
        .map(MessageLine::of)
        .ifPresent(gap -> fields.add(gap.substring(1, gap.length() - 1)));
    return raw(
        "entries",
        batch.entries().stream()
            .map(entry -> MessageLine.of(message(batch.channel(), entry)))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private static Message<Payload> message(String channel, Entry entry) {
    return new Message<>(
        channel,
        entry.position(),
        Instant.ofEpochMilli(entry.timeMillis()),
        entry.id(),
        entry.key(),
        entry.type(),
        entry.headers(),
        entry.payload());
  }

  private WebhookLine text(String name, String value) {
    return raw(name, Json.string(value));
  }

  private WebhookLine raw(String name, String json) {
    fields.add('"' + name + "\":" + json);
    return this;
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
