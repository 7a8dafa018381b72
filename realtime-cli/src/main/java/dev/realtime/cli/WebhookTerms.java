package dev.realtime.cli;

import dev.realtime.core.webhook.Priority;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a webhook is delivered, as far as the command line says it. */
final class WebhookTerms {
  @Option(
      names = "--policy",
      paramLabel = "<policy>",
      converter = Converters.OfPolicy.class,
      description =
          "What becomes of a message that is not taken: block, dead-letter or pause; a new"
              + " subscription has block.")
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
      description =
          "transactional, normal or bulk; a new subscription has that of the channel, else normal.")
  private @Nullable Priority priority;

  @Option(
      names = "--rate",
      paramLabel = "<n>",
      converter = Converters.OfWebhookRate.class,
      description =
          "How many requests a second the callback gets at most; 0 for no more limit than the"
              + " server has, which a new subscription has.")
  private @Nullable Integer rate;

  /** Adds what was said to the fields of a request. */
  void into(Map<String, String> fields) {
    put(fields, "policy", policy);
    put(fields, "maxAttempts", maxAttempts);
    put(fields, "priority", priority == null ? null : priority.wireName());
    put(fields, "rate", rate);
  }

  private static void put(Map<String, String> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value.toString());
    }
  }
}
