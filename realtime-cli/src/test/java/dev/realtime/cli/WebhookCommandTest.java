package dev.realtime.cli;

import static dev.realtime.cli.WebhookCommands.OTHER;
import static dev.realtime.cli.WebhookCommands.SECRET;
import static dev.realtime.cli.WebhookCommands.callback;
import static dev.realtime.cli.WebhookCommands.deliveries;
import static dev.realtime.cli.WebhookCommands.listen;
import static dev.realtime.cli.WebhookCommands.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink and a server, and the commands between them. */
class WebhookCommandTest {
  private final WebhookCommands at = new WebhookCommands();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    at.close();
  }

  @Test
  void aSinkPrintsWhatIsDeliveredAndTheStatusesOfItsScript() throws Exception {
    CommandProbe sink = listen("--secret", SECRET, "--script", "500,429:0,close,200");
    JsonNode created = at.create(callback(sink), "--secret", SECRET, "--after", "earliest");
    sink.awaitOut("\"challenge\":true");

    at.publish("{\"n\": 1}");
    sink.awaitOut("\"status\":200,\"channel\":\"shop/orders\",\"previous\"");

    List<JsonNode> lines = deliveries(sink);
    assertThat(created.path("secret").asText()).isEqualTo(SECRET);
    assertThat(lines).hasSize(4);
    assertThat(lines.stream().map(l -> l.path("status").asInt()).toList())
        .containsExactly(500, 429, 0, 200);
    assertThat(lines.stream().map(l -> l.path("id").asText()).distinct()).hasSize(1);
    JsonNode last = lines.get(3);
    assertThat(last.path("subscription")).isEqualTo(created.path("id"));
    assertThat(last.path("verified").asBoolean()).isTrue();
    assertThat(last.path("entries").get(0).path("data").toString()).isEqualTo("{\"n\":1}");
    assertThat(last.path("entries").get(0).path("position")).isEqualTo(last.path("last"));
    assertThat(sink.stop().exitCode()).as(sink.err()).isZero();
    assertThat(sink.err()).doesNotContain("whsec_");
  }

  @Test
  void aSinkMakesASecretOfItsOwnAndPrintsItToStandardError() throws Exception {
    CommandProbe sink = listen();
    String secret =
        sink.err()
            .lines()
            .filter(l -> l.startsWith("secret "))
            .findFirst()
            .orElseThrow()
            .substring("secret ".length());
    Path file = Files.writeString(directory.resolve("secret"), secret + "\n");

    at.create(callback(sink), "--secret", "file:" + file);

    sink.awaitOut("\"challenge\":true");
    assertThat(sink.out()).doesNotContain("whsec_");
    assertThat(sink.stop().exitCode()).isZero();
  }

  @Test
  void aSinkRefusesWhatAnotherSecretSigned() throws Exception {
    CommandProbe sink = listen("--secret", OTHER, "--path", "/hooks");

    at.create(callback(sink), "--secret", SECRET);

    sink.awaitOut("\"verified\":false,\"reason\":\"wrong-signature\",\"status\":401");
    sink.awaitErr("refused: ");
    assertThat(sink.stop().exitCode()).isZero();
  }

  @Test
  void aHangingSinkAnswersLater() throws Exception {
    CommandProbe sink = listen("--secret", SECRET, "--script", "hang:10,200");
    at.create(callback(sink), "--secret", SECRET, "--after", "earliest");
    sink.awaitOut("\"challenge\":true");

    at.publish("1");
    sink.awaitOut("\"afterMillis\":10");
    at.publish("2");
    sink.awaitOut("\"data\":2");

    assertThat(sink.stop().exitCode()).isZero();
  }

  @Test
  void aSubscriptionIsListedPausedResumedRetriedAndDeleted() throws Exception {
    CommandProbe sink = listen("--secret", SECRET);
    String id =
        at.create(
                callback(sink),
                "--secret",
                SECRET,
                "--policy",
                "dead-letter",
                "--max-attempts",
                "3",
                "--priority",
                "bulk",
                "--rate",
                "50")
            .path("id")
            .asText();
    sink.awaitOut("\"challenge\":true");

    JsonNode listed = record(CommandProbe.run("webhook", "list", at.url));
    JsonNode paused = record(CommandProbe.run("webhook", "pause", at.url, id));
    JsonNode resumed = record(CommandProbe.run("webhook", "resume", at.url, id));
    JsonNode retried = record(CommandProbe.run("webhook", "retry", at.url, id));
    CommandProbe redelivered = CommandProbe.run("webhook", "redeliver", at.url, id, "dl_1");
    CommandProbe deleted = CommandProbe.run("webhook", "delete", at.url, id);
    CommandProbe empty = CommandProbe.run("webhook", "list", at.url);

    assertThat(listed.path("id").asText()).isEqualTo(id);
    assertThat(listed.path("policy").asText()).isEqualTo("dead-letter");
    assertThat(listed.path("maxAttempts").asInt()).isEqualTo(3);
    assertThat(listed.path("priority").asText()).isEqualTo("bulk");
    assertThat(listed.path("rate").asInt()).isEqualTo(50);
    assertThat(listed.has("secret")).isFalse();
    assertThat(paused.path("state").asText()).isEqualTo("paused");
    assertThat(resumed.path("state").asText()).isNotEqualTo("paused");
    assertThat(retried.path("id").asText()).isEqualTo(id);
    assertThat(redelivered.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(deleted.exitCode()).as(deleted.err()).isZero();
    assertThat(deleted.out()).isEmpty();
    assertThat(empty.exitCode()).isZero();
    assertThat(empty.out()).isEmpty();
    sink.stop().exitCode();
  }

  @Test
  void whatWasGivenUpIsDeliveredAgainAsAReplay() throws Exception {
    CommandProbe sink = listen("--secret", SECRET, "--script", "400,200");
    String id =
        at.create(
                callback(sink),
                "--secret",
                SECRET,
                "--after",
                "earliest",
                "--policy",
                "dead-letter",
                "--max-attempts",
                "1")
            .path("id")
            .asText();
    sink.awaitOut("\"challenge\":true");
    at.publish("\"first\"");
    sink.awaitOut("\"status\":400");
    at.publish("\"second\"");
    sink.awaitOut("\"gap\":{\"reason\":\"skipped\"");
    String letter =
        record(CommandProbe.run("webhook", "list", at.url))
            .path("deadLetters")
            .get(0)
            .path("id")
            .asText();

    CommandProbe redeliver = CommandProbe.run("webhook", "redeliver", at.url, id, letter);

    assertThat(redeliver.exitCode()).as(redeliver.err()).isZero();
    sink.awaitOut("\"replay\":true");
    assertThat(
            deliveries(sink)
                .get(deliveries(sink).size() - 1)
                .path("entries")
                .get(0)
                .path("data")
                .asText())
        .isEqualTo("first");
    sink.stop().exitCode();
  }

  @Test
  void whatTheServerRefusesIsExplained() {
    CommandProbe unknown = CommandProbe.run("webhook", "pause", at.url, "sub_none");
    CommandProbe blocked =
        CommandProbe.run("webhook", "create", at.url, "a", "https://169.254.169.254/?token=hidden");
    CommandProbe secret =
        CommandProbe.run(
            "webhook", "create", at.url, "a", "http://127.0.0.1:9/", "--secret", "whsec_c2hvcnQ=");

    assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(unknown.err()).contains("no webhook subscription of this id");
    assertThat(blocked.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(blocked.err()).contains("169.254.0.0/16").doesNotContain("hidden");
    assertThat(secret.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(secret.err()).contains("24 to 64 bytes").doesNotContain("c2hvcnQ");
  }

  @Test
  void aSubscriberReceivesByWebhook() throws Exception {
    at.publish("{\"n\": 1}");
    CommandProbe sub =
        CommandProbe.start(
            "sub",
            at.url,
            "shop/orders",
            "--from",
            "earliest",
            "--transport",
            "webhook",
            "--callback",
            "http://127.0.0.1:0/hook",
            "--history",
            directory.resolve("history").toString(),
            "--timeout",
            "20s",
            "--count",
            "2");
    sub.awaitOut("\"data\":{\"n\": 1}");
    at.publish("{\"n\": 2}");

    assertThat(sub.exitCode()).as(sub.err()).isZero();
    assertThat(sub.lines()).hasSize(2);
    assertThat(sub.err()).contains("over webhook");
    assertThat(CommandProbe.run("webhook", "list", at.url).out()).isEmpty();
  }

  @Test
  void anAddressInUseIsAFailure() throws Exception {
    CommandProbe first = listen("--secret", SECRET);
    String port = callback(first).replaceAll(".*:(\\d+)/", "$1");

    CommandProbe second = CommandProbe.run("webhook", "listen", "--port", port);

    assertThat(second.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(second.err()).contains("Cannot listen on localhost:" + port);
    first.stop().exitCode();
  }
}
