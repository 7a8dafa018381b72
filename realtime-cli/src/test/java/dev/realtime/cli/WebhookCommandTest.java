package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.Payload;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink and a server, and the commands between them. */
class WebhookCommandTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_" + "AAEC".repeat(8);

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(
              Configuration.builder()
                  .set("realtime.webhook.allow-private", "true")
                  .set("realtime.webhook.retry-min-delay", "20ms"))
          .port(0)
          .start();
  private final String url = server.url().toString();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    server.close();
  }

  private void publish(String json) {
    server
        .channel("shop/orders", Payload.class)
        .publish(Payload.json(json))
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private static CommandProbe listen(String... options) throws InterruptedException {
    String[] command = new String[options.length + 4];
    System.arraycopy(new String[] {"webhook", "listen", "--port", "0"}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    CommandProbe sink = CommandProbe.start(command);
    sink.awaitErr("listening on ");
    return sink;
  }

  private static String callback(CommandProbe sink) {
    return sink.err()
        .lines()
        .filter(l -> l.startsWith("listening on "))
        .findFirst()
        .orElseThrow()
        .substring("listening on ".length());
  }

  private JsonNode create(String... options) {
    String[] command = new String[options.length + 4];
    System.arraycopy(new String[] {"webhook", "create", url, "shop/orders"}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    return record(CommandProbe.run(command));
  }

  private static JsonNode record(CommandProbe probe) {
    assertThat(probe.exitCode()).as(probe.err()).isZero();
    assertThat(probe.lines()).hasSize(1);
    return json(probe.lines().get(0));
  }

  private static JsonNode json(String line) {
    return Json.read(line).orElseThrow();
  }

  private static List<JsonNode> deliveries(CommandProbe sink) {
    return sink.lines().stream()
        .map(WebhookCommandTest::json)
        .filter(line -> line.has("entries"))
        .toList();
  }

  @Test
  void aSinkPrintsWhatIsDeliveredAndTheStatusesOfItsScript() throws Exception {
    CommandProbe sink = listen("--secret", SECRET, "--script", "500,429:0,close,200");
    JsonNode created = create(callback(sink), "--secret", SECRET, "--after", "earliest");
    sink.awaitOut("\"challenge\":true");

    publish("{\"n\": 1}");
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

    create(callback(sink), "--secret", "file:" + file);

    sink.awaitOut("\"challenge\":true");
    assertThat(sink.out()).doesNotContain("whsec_");
    assertThat(sink.stop().exitCode()).isZero();
  }

  @Test
  void aSinkRefusesWhatAnotherSecretSigned() throws Exception {
    CommandProbe sink = listen("--secret", OTHER, "--path", "/hooks");

    create(callback(sink), "--secret", SECRET);

    sink.awaitOut("\"verified\":false,\"reason\":\"wrong-signature\",\"status\":401");
    sink.awaitErr("refused: ");
    assertThat(sink.stop().exitCode()).isZero();
  }

  @Test
  void aHangingSinkAnswersLater() throws Exception {
    CommandProbe sink = listen("--secret", SECRET, "--script", "hang:10,200");
    create(callback(sink), "--secret", SECRET, "--after", "earliest");
    sink.awaitOut("\"challenge\":true");

    publish("1");
    sink.awaitOut("\"afterMillis\":10");
    publish("2");
    sink.awaitOut("\"data\":2");

    assertThat(sink.stop().exitCode()).isZero();
  }

  @Test
  void aSubscriptionIsListedPausedResumedRetriedAndDeleted() throws Exception {
    CommandProbe sink = listen("--secret", SECRET);
    String id =
        create(
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

    JsonNode listed = record(CommandProbe.run("webhook", "list", url));
    JsonNode paused = record(CommandProbe.run("webhook", "pause", url, id));
    JsonNode resumed = record(CommandProbe.run("webhook", "resume", url, id));
    JsonNode retried = record(CommandProbe.run("webhook", "retry", url, id));
    CommandProbe redelivered = CommandProbe.run("webhook", "redeliver", url, id, "dl_1");
    CommandProbe deleted = CommandProbe.run("webhook", "delete", url, id);
    CommandProbe empty = CommandProbe.run("webhook", "list", url);

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
  void aSubscriptionGoesOnFromAnotherPlace() throws Exception {
    CommandProbe sink = listen("--secret", SECRET);
    String id =
        create(callback(sink), "--secret", SECRET, "--after", "earliest").path("id").asText();
    publish("\"first\"");
    sink.awaitOut("\"data\":\"first\"");
    publish("\"second\"");
    sink.awaitOut("\"data\":\"second\"");

    JsonNode moved = record(CommandProbe.run("webhook", "seek", url, id, "--after", "-1"));
    publish("\"third\"");
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
    String id = create(callback(sink), "--secret", SECRET).path("id").asText();
    sink.awaitOut("\"reason\":\"wrong-signature\"");

    JsonNode given =
        record(CommandProbe.run("webhook", "rotate-secret", url, id, "--secret", OTHER));
    record(CommandProbe.run("webhook", "verify", url, id));
    sink.awaitOut("\"challenge\":true");
    JsonNode made = record(CommandProbe.run("webhook", "rotate-secret", url, id));

    assertThat(given.path("secret").asText()).isEqualTo(OTHER);
    assertThat(made.path("secret").asText()).startsWith("whsec_").isNotEqualTo(OTHER);
    assertThat(made.path("secrets").asInt()).isEqualTo(3);
    assertThat(CommandProbe.run("webhook", "list", url).out()).doesNotContain("whsec_");
    sink.stop().exitCode();
  }

  @Test
  void aSubscriptionIsSentElsewhereOnOtherTerms() throws Exception {
    CommandProbe first = listen("--secret", SECRET);
    CommandProbe second = listen("--secret", SECRET);
    String id = create(callback(first), "--secret", SECRET, "--rate", "7").path("id").asText();
    first.awaitOut("\"challenge\":true");

    String[] update = {
      "webhook",
      "update",
      url,
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
    publish("\"there\"");
    second.awaitOut("\"data\":\"there\"");
    JsonNode free = record(CommandProbe.run("webhook", "update", url, id, "--rate", "0"));

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

  @Test
  void whatWasGivenUpIsDeliveredAgainAsAReplay() throws Exception {
    CommandProbe sink = listen("--secret", SECRET, "--script", "400,200");
    String id =
        create(
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
    publish("\"first\"");
    sink.awaitOut("\"status\":400");
    publish("\"second\"");
    sink.awaitOut("\"gap\":{\"reason\":\"skipped\"");
    String letter =
        record(CommandProbe.run("webhook", "list", url))
            .path("deadLetters")
            .get(0)
            .path("id")
            .asText();

    CommandProbe redeliver = CommandProbe.run("webhook", "redeliver", url, id, letter);

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
    CommandProbe unknown = CommandProbe.run("webhook", "pause", url, "sub_none");
    CommandProbe blocked =
        CommandProbe.run("webhook", "create", url, "a", "https://169.254.169.254/?token=hidden");
    CommandProbe secret =
        CommandProbe.run(
            "webhook", "create", url, "a", "http://127.0.0.1:9/", "--secret", "whsec_c2hvcnQ=");

    assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(unknown.err()).contains("no webhook subscription of this id");
    assertThat(blocked.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(blocked.err()).contains("169.254.0.0/16").doesNotContain("hidden");
    assertThat(secret.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(secret.err()).contains("24 to 64 bytes").doesNotContain("c2hvcnQ");
  }

  @Test
  void aSubscriberReceivesByWebhook() throws Exception {
    publish("{\"n\": 1}");
    CommandProbe sub =
        CommandProbe.start(
            "sub",
            url,
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
    publish("{\"n\": 2}");

    assertThat(sub.exitCode()).as(sub.err()).isZero();
    assertThat(sub.lines()).hasSize(2);
    assertThat(sub.err()).contains("over webhook");
    assertThat(CommandProbe.run("webhook", "list", url).out()).isEmpty();
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
