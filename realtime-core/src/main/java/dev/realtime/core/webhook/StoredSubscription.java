package dev.realtime.core.webhook;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.core.webhook.Progress.DeadLetter;
import dev.realtime.core.webhook.Progress.Health;
import dev.realtime.core.webhook.Progress.Inflight;
import dev.realtime.core.webhook.Progress.Skipped;
import dev.realtime.core.wire.JsonReader;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a stored subscription, in whatever order they come. Confined to one call. */
final class StoredSubscription {
  private final Fields fields = new Fields();
  private final List<KeptSecret> secrets = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private @Nullable Fields skipped;
  private @Nullable Fields inflight;

  StoredSubscription(byte[] json) {
    JsonReader.readObject(json, this::read);
  }

  private void read(String name, JsonReader value) {
    switch (name) {
      case "deadLetters" -> value.array(() -> deadLetters.add(deadLetter(Fields.of(value))));
      case "secretTexts" -> value.array(() -> secrets.add(secret(Fields.of(value))));
      case "skipped" -> skipped = Fields.of(value);
      case "inflight" -> inflight = Fields.of(value);
      default -> fields.read(name, value);
    }
  }

  /** Values by name: texts, and numbers as texts. */
  private static final class Fields {
    private final Map<String, String> values = new HashMap<>();

    static Fields of(JsonReader object) {
      Fields fields = new Fields();
      object.object(name -> fields.read(name, object));
      return fields;
    }

    void read(String name, JsonReader value) {
      values.put(name, value.scalar());
    }

    String text(String name) {
      return find(name)
          .orElseThrow(() -> JsonReader.malformed("a stored webhook has no '" + name + "'"));
    }

    Optional<String> find(String name) {
      return Optional.ofNullable(values.get(name));
    }

    Position position(String name) {
      return Position.parse(text(name));
    }

    int number(String name) {
      return Integer.parseInt(text(name));
    }

    Optional<Gap> gap() {
      return find("gapReason")
          .map(
              reason ->
                  new Gap(
                      position("after"),
                      Long.parseLong(text("from")),
                      Long.parseLong(text("to")),
                      Gap.Reason.valueOf(reason.toUpperCase(Locale.ROOT)),
                      position("resume")));
    }
  }

  private static KeptSecret secret(Fields f) {
    return new KeptSecret(
        f.text("text"),
        WebhookSecret.parse(f.text("text")),
        Instant.parse(f.text("createdAt")),
        f.find("notAfter").map(Instant::parse));
  }

  private static DeadLetter deadLetter(Fields f) {
    return new DeadLetter(
        f.text("id"), f.position("position"), Instant.parse(f.text("at")), f.text("status"));
  }

  /**
   * The record.
   *
   * @param position kept beside it, and newer: what does not follow it any more is done with
   */
  SubscriptionRecord record(Optional<Position> position) {
    Position at = position.orElse(Position.ORIGIN);
    Health health =
        new Health(
            fields.find("lastStatus").orElse(""),
            fields.number("failures"),
            fields.find("failingSince").map(Instant::parse),
            Optional.empty());
    Optional<Skipped> announced = skipped(at);
    Progress progress =
        new Progress(
            WebhookState.ofWireName(fields.text("state")).orElse(WebhookState.PAUSED),
            fields.find("reason").orElse(""),
            at,
            announced,
            inflight(at),
            health,
            deadLetters);
    return new SubscriptionRecord(registration(), progress);
  }

  private Registration registration() {
    int maxAttempts = fields.find("maxAttempts").map(Integer::parseInt).orElse(1);
    return new Registration(
        fields.text("id"),
        fields.text("owner"),
        fields.text("channel"),
        URI.create(fields.text("url")),
        Priority.ofWireName(fields.text("priority")).orElse(Priority.NORMAL),
        HeadPolicy.of(fields.text("policy"), maxAttempts),
        fields.find("rate").map(Integer::parseInt).orElse(0),
        fields.find("bye").map(Boolean::parseBoolean).orElse(false),
        secrets);
  }

  private Optional<Skipped> skipped(Position at) {
    Fields found = skipped;
    return found == null
        ? Optional.empty()
        : found
            .gap()
            .filter(gap -> gap.after().equals(at))
            .map(gap -> new Skipped(gap, found.find("deadLetter")));
  }

  private Optional<Inflight> inflight(Position at) {
    Fields found = inflight;
    if (found == null) {
      return Optional.empty();
    }
    Inflight kept =
        new Inflight(
            found.position("previous"),
            found.position("last"),
            found.gap(),
            found.number("attempt"),
            Instant.parse(found.text("firstAttemptAt")));
    Position from = kept.gap().map(Gap::after).orElse(kept.previous());
    return from.equals(at) ? Optional.of(kept) : Optional.empty();
  }
}
