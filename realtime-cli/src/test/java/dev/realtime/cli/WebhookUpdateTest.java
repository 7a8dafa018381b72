package dev.realtime.cli;

import static dev.realtime.cli.WebhookCommands.OTHER;
import static dev.realtime.cli.WebhookCommands.SECRET;
import static dev.realtime.cli.WebhookCommands.callback;
import static dev.realtime.cli.WebhookCommands.deliveries;
import static dev.realtime.cli.WebhookCommands.listen;
import static dev.realtime.cli.WebhookCommands.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the commands change of a webhook that is there. */
class WebhookUpdateTest {
  private final WebhookCommands at = new WebhookCommands();

  @AfterEach
  void stop() {
    at.close();
  }

  @Test
  void aSubscriptionGoesOnFromAnotherPlace() throws Exception {
    CommandProbe sink = listen("--secret", SECRET);
    String id =
        at.create(callback(sink), "--secret", SECRET, "--after", "earliest").path("id").asText();
    at.publish("\"first\"");
    sink.awaitOut("\"data\":\"first\"");
    at.publish("\"second\"");
    sink.awaitOut("\"data\":\"second\"");

    JsonNode moved = record(CommandProbe.run("webhook", "seek", at.url, id, "--after", "-1"));
    at.publish("\"third\"");
    sink.awaitOut("\"data\":\"third\"");

    assertThat(moved.path("position").asText()).endsWith(":1");
    assertThat(
            deliveries(sink).stream()
                .flatMap(d -> d.path("entries").valueStream())
                .map(e -> e.path("data").asText()))
        .containsExactly("first", "second", "second", "third");
    sink.stop().exitCode();
  }

  @Test
  void aSecretIsRotatedAndShownOnce() throws Exception {
    CommandProbe sink = listen("--secret", OTHER);
    String id = at.create(callback(sink), "--secret", SECRET).path("id").asText();
    sink.awaitOut("\"reason\":\"wrong-signature\"");

    JsonNode given =
        record(CommandProbe.run("webhook", "rotate-secret", at.url, id, "--secret", OTHER));
    record(CommandProbe.run("webhook", "verify", at.url, id));
    sink.awaitOut("\"challenge\":true");
    JsonNode made = record(CommandProbe.run("webhook", "rotate-secret", at.url, id));

    assertThat(given.path("secret").asText()).isEqualTo(OTHER);
    assertThat(made.path("secret").asText()).startsWith("whsec_").isNotEqualTo(OTHER);
    assertThat(made.path("secrets").asInt()).isEqualTo(3);
    assertThat(CommandProbe.run("webhook", "list", at.url).out()).doesNotContain("whsec_");
    sink.stop().exitCode();
  }

  @Test
  void aSubscriptionIsSentElsewhereOnOtherTerms() throws Exception {
    CommandProbe first = listen("--secret", SECRET);
    CommandProbe second = listen("--secret", SECRET);
    String id = at.create(callback(first), "--secret", SECRET, "--rate", "7").path("id").asText();
    first.awaitOut("\"challenge\":true");

    String[] update = {
      "webhook",
      "update",
      at.url,
      id,
      "--url",
      callback(second),
      "--policy",
      "pause",
      "--max-attempts",
      "4",
      "--priority",
      "bulk"
    };
    JsonNode updated = record(CommandProbe.run(update));
    second.awaitOut("\"challenge\":true");
    at.publish("\"there\"");
    second.awaitOut("\"data\":\"there\"");
    JsonNode free = record(CommandProbe.run("webhook", "update", at.url, id, "--rate", "0"));

    assertThat(updated.path("url").asText()).isEqualTo(callback(second));
    assertThat(updated.path("policy").asText()).isEqualTo("pause");
    assertThat(updated.path("maxAttempts").asInt()).isEqualTo(4);
    assertThat(updated.path("priority").asText()).isEqualTo("bulk");
    assertThat(updated.path("rate").asInt()).isEqualTo(7);
    assertThat(free.has("rate")).isFalse();
    assertThat(free.path("policy").asText()).isEqualTo("pause");
    assertThat(deliveries(first)).isEmpty();
    first.stop().exitCode();
    second.stop().exitCode();
  }
}
