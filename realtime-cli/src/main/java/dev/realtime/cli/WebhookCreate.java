package dev.realtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.Start;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.WebhookKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a webhook. */
@Command(
    name = "create",
    description = {
      "Registers a callback for the messages of a channel.",
      "It prints the subscription with its secret, which is shown this once. The callback must"
          + " answer a challenge before it gets a message."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookCreate implements Callable<Integer> {
  private final Console console;

  @Mixin private ChannelTarget target;
  @Mixin private SecretOption secret;
  @Mixin private WebhookTerms terms;

  @Parameters(
      index = "2",
      paramLabel = "CALLBACK",
      description = "Where the server sends, such as https://shop.example/hooks.")
  private String callback;

  @Option(
      names = "--after",
      paramLabel = "<start>",
      converter = Converters.OfStart.class,
      description =
          "earliest, latest, -N for the last N messages, or a position; latest by default.")
  private @Nullable Start after;

  WebhookCreate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Configuration config = secret.with(target.server());
    Map<String, String> fields = fields();
    config.get(WebhookKeys.SECRET).ifPresent(text -> fields.put("secret", text));
    try (WebhookAdministration webhooks = WebhookAdministration.of(config)) {
      JsonNode created = webhooks.create(fields);
      console.data(created.toString());
      console.state(
          "%s is %s".formatted(created.path("id").asText(), created.path("state").asText()));
    }
    return ExitCode.OK;
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("channel", target.channel());
    fields.put("url", callback);
    if (after != null) {
      fields.put("after", after.toString());
    }
    terms.into(fields);
    return fields;
  }
}
