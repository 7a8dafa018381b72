package dev.realtime.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Changes where a webhook goes and how. */
@Command(
    name = "update",
    description = {
      "Changes what is named, keeps all else, and prints the subscription.",
      "Another callback must answer a challenge before it gets a message."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookUpdate implements Callable<Integer> {
  private final Console console;

  @Mixin private WebhookTarget target;
  @Mixin private WebhookTerms terms;
  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "<callback>",
      description = "Where the server sends, such as https://shop.example/hooks.")
  private @Nullable String callback;

  WebhookUpdate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (callback != null) {
      fields.put("url", callback);
    }
    terms.into(fields);
    if (fields.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "What to change is missing. Use --url, --policy, --max-attempts, --priority or --rate.");
    }
    try (WebhookAdministration webhooks = target.open()) {
      console.data(webhooks.change(target.id(), fields).toString());
    }
    return ExitCode.OK;
  }
}
