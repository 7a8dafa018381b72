package dev.realtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a webhook. */
@Command(
    name = "delete",
    description = "Ends a subscription; its position is forgotten.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookDelete implements Callable<Integer> {
  private final Console console;

  @Mixin private WebhookTarget target;

  WebhookDelete(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (WebhookAdministration webhooks = target.open()) {
      webhooks.delete(target.id());
    }
    console.state("deleted " + target.id());
    return ExitCode.OK;
  }
}
