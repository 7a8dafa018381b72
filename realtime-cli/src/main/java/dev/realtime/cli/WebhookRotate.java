package dev.realtime.cli;

import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.WebhookKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives a webhook another secret. */
@Command(
    name = "rotate-secret",
    description = {
      "Signs with another secret, for a day beside the one before.",
      "It prints the subscription with the new secret, which is shown this once."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookRotate implements Callable<Integer> {
  private final Console console;

  @Mixin private WebhookTarget target;
  @Mixin private SecretOption secret;

  WebhookRotate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Configuration config = secret.with(target.server());
    Map<String, String> fields = new LinkedHashMap<>();
    config.get(WebhookKeys.SECRET).ifPresent(text -> fields.put("secret", text));
    try (WebhookAdministration webhooks = WebhookAdministration.of(config)) {
      console.data(webhooks.act(target.id(), "rotate-secret", fields).toString());
    }
    return ExitCode.OK;
  }
}
