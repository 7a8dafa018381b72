package dev.realtime.core.webhook;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.core.webhook.Progress.DeadLetter;
import dev.realtime.core.webhook.Progress.Health;
import dev.realtime.core.webhook.Progress.Inflight;
import dev.realtime.core.webhook.Progress.Skipped;
import dev.realtime.core.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A subscription as JSON: for its owner without secrets, for the store with all. */
public final class SubscriptionJson {
  private SubscriptionJson() {}

  /** The record that its owner sees. */
  public static void write(SubscriptionRecord record, JsonWriter out) {
    Registration to = record.registration();
    Progress now = record.progress();
    writeShared(record, out);
    out.raw(",\"position\":").string(now.position().toString());
    out.raw(",\"attempt\":").number(attempt(now));
    now.health().nextAttemptAt().ifPresent(at -> out.raw(",\"nextAttemptAt\":").string(text(at)));
    out.raw(",\"secrets\":").number(to.secrets().size());
    out.raw("}");
  }

  /** The attempts of the delivery under way that failed. */
  private static int attempt(Progress now) {
    return now.inflight().map(Inflight::attempt).orElse(0);
  }

  /** The bytes of the record that its owner sees, with the secret that is shown this once. */
  public static byte[] withSecret(SubscriptionRecord record, String secret) {
    JsonWriter out = new JsonWriter(512);
    write(record, out);
    byte[] json = out.toByteArray();
    JsonWriter all = new JsonWriter(json.length + 128);
    String open = new String(json, 0, json.length - 1, StandardCharsets.UTF_8);
    return all.bytes(open.getBytes(StandardCharsets.UTF_8))
        .raw(",\"secret\":")
        .string(secret)
        .raw("}")
        .toByteArray();
  }

  /** What the store keeps; the position is kept beside it. */
  static byte[] stored(SubscriptionRecord record) {
    JsonWriter out = new JsonWriter(1_024);
    writeShared(record, out);
    out.raw(",\"owner\":").string(record.registration().owner());
    writeSecrets(record.registration(), out);
    Progress now = record.progress();
    now.skipped().ifPresent(skipped -> writeSkipped(skipped, out));
    now.inflight().ifPresent(inflight -> writeInflight(inflight, out));
    return out.raw("}\n").toByteArray();
  }

  private static void writeShared(SubscriptionRecord record, JsonWriter out) {
    Registration to = record.registration();
    Progress now = record.progress();
    Health health = now.health();
    out.raw("{\"id\":").string(to.id());
    out.raw(",\"channel\":").string(to.channel());
    out.raw(",\"url\":").string(to.url().toString());
    out.raw(",\"state\":").string(now.state().wireName());
    if (!now.reason().isEmpty()) {
      out.raw(",\"reason\":").string(now.reason());
    }
    out.raw(",\"priority\":").string(to.priority().wireName());
    out.raw(",\"policy\":").string(to.policy().wireName());
    if (to.policy().maxAttempts() < Integer.MAX_VALUE) {
      out.raw(",\"maxAttempts\":").number(to.policy().maxAttempts());
    }
    if (to.rate() > 0) {
      out.raw(",\"rate\":").number(to.rate());
    }
    if (to.bye()) {
      out.raw(",\"bye\":true");
    }
    writeLastStatus(health.lastStatus(), out);
    out.raw(",\"failures\":").number(health.failures());
    health.failingSince().ifPresent(at -> out.raw(",\"failingSince\":").string(text(at)));
    writeDeadLetters(now, out);
  }

  /** A status of HTTP is a number, all else a word. */
  private static void writeLastStatus(String status, JsonWriter out) {
    if (!status.isEmpty()) {
      out.raw(",\"lastStatus\":");
      if (Character.isDigit(status.charAt(0))) {
        out.raw(status);
      } else {
        out.string(status);
      }
    }
  }

  private static void writeDeadLetters(Progress now, JsonWriter out) {
    String separator = ",\"deadLetters\":[";
    for (DeadLetter letter : now.deadLetters()) {
      out.raw(separator).raw("{\"id\":").string(letter.id());
      out.raw(",\"position\":").string(letter.position().toString());
      out.raw(",\"at\":").string(text(letter.at()));
      out.raw(",\"status\":").string(letter.status()).raw("}");
      separator = ",";
    }
    out.raw(now.deadLetters().isEmpty() ? ",\"deadLetters\":[]" : "]");
  }

  private static void writeSecrets(Registration to, JsonWriter out) {
    String separator = ",\"secretTexts\":[";
    for (KeptSecret secret : to.secrets()) {
      out.raw(separator).raw("{\"text\":").string(secret.text());
      out.raw(",\"createdAt\":").string(text(secret.createdAt()));
      secret.notAfter().ifPresent(end -> out.raw(",\"notAfter\":").string(text(end)));
      out.raw("}");
      separator = ",";
    }
    out.raw("]");
  }

  private static void writeSkipped(Skipped skipped, JsonWriter out) {
    out.raw(",\"skipped\":{");
    writeGap(skipped.gap(), out);
    skipped.deadLetter().ifPresent(id -> out.raw(",\"deadLetter\":").string(id));
    out.raw("}");
  }

  private static void writeGap(Gap gap, JsonWriter out) {
    out.raw("\"after\":").string(gap.after().toString());
    out.raw(",\"from\":").number(gap.from()).raw(",\"to\":").number(gap.to());
    out.raw(",\"gapReason\":").string(gap.reason().wireName());
    out.raw(",\"resume\":").string(gap.resume().toString());
  }

  private static void writeInflight(Inflight inflight, JsonWriter out) {
    out.raw(",\"inflight\":{\"previous\":").string(inflight.previous().toString());
    out.raw(",\"last\":").string(inflight.last().toString());
    out.raw(",\"attempt\":").number(inflight.attempt());
    out.raw(",\"firstAttemptAt\":").string(text(inflight.firstAttemptAt()));
    inflight
        .gap()
        .ifPresent(
            gap -> {
              out.raw(",");
              writeGap(gap, out);
            });
    out.raw("}");
  }

  private static String text(Instant at) {
    return at.toString();
  }

  /** Reads what the store keeps. */
  static SubscriptionRecord read(byte[] json, Optional<Position> position) {
    return new StoredSubscription(json).record(position);
  }
}
