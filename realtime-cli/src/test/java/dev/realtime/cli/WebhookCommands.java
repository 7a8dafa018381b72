package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.Payload;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of webhooks, sinks of them, and what the commands about them print. */
final class WebhookCommands implements AutoCloseable {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final String OTHER = "whsec_" + "AAEC".repeat(8);

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(
              Configuration.builder()
                  .set("realtime.webhook.allow-private", "true")
                  .set("realtime.webhook.retry-min-delay", "20ms"))
          .port(0)
          .start();
  final String url = server.url().toString();

  void publish(String json) {
    server
        .channel("shop/orders", Payload.class)
        .publish(Payload.json(json))
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  static CommandProbe listen(String... options) throws InterruptedException {
    String[] command = new String[options.length + 4];
    System.arraycopy(new String[] {"webhook", "listen", "--port", "0"}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    CommandProbe sink = CommandProbe.start(command);
    sink.awaitErr("listening on ");
    return sink;
  }

  static String callback(CommandProbe sink) {
    return sink.err()
        .lines()
        .filter(l -> l.startsWith("listening on "))
        .findFirst()
        .orElseThrow()
        .substring("listening on ".length());
  }

  JsonNode create(String... options) {
    String[] command = new String[options.length + 4];
    System.arraycopy(new String[] {"webhook", "create", url, "shop/orders"}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    return record(CommandProbe.run(command));
  }

  static JsonNode record(CommandProbe probe) {
    assertThat(probe.exitCode()).as(probe.err()).isZero();
    assertThat(probe.lines()).hasSize(1);
    return json(probe.lines().get(0));
  }

  static JsonNode json(String line) {
    return Json.read(line).orElseThrow();
  }

  static List<JsonNode> deliveries(CommandProbe sink) {
    return sink.lines().stream()
        .map(WebhookCommands::json)
        .filter(line -> line.has("entries"))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
