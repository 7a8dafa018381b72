package dev.realtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.WebhookKeys;
import dev.realtime.core.webhook.Priority;
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

  @Option(
      names = "--policy",
      paramLabel = "<policy>",
      converter = Converters.OfPolicy.class,
      description =
          "What becomes of a message that is not taken: block, dead-letter or pause; block by"
              + " default.")
  private @Nullable String policy;

  @Option(
      names = "--max-attempts",
      paramLabel = "<n>",
      converter = Converters.OfCount.class,
      description = "How often it is tried before the policy dead-letter or pause has its way.")
  private @Nullable Long maxAttempts;

  @Option(
      names = "--priority",
      paramLabel = "<lane>",
      converter = Converters.OfPriority.class,
      description = "transactional, normal or bulk; that of the channel by default.")
  private @Nullable Priority priority;

  WebhookCreate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Configuration config = configuration();
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

  private Configuration configuration() {
    try {
      return secret.into(target.server().sources()).build();
    } catch (RejectedException e) {
      throw Settings.configurationFailure(e);
    }
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("channel", target.channel());
    fields.put("url", callback);
    put(fields, "after", after);
    put(fields, "policy", policy);
    put(fields, "maxAttempts", maxAttempts);
    put(fields, "priority", priority == null ? null : priority.wireName());
    return fields;
  }

  private static void put(Map<String, String> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value.toString());
    }
  }
}
