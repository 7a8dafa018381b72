package dev.realtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the webhooks of a server. */
@Command(
    name = "list",
    description = "Prints the subscriptions that this caller registered.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookList implements Callable<Integer> {
  private final Console console;

  @Mixin private ServerTarget server;

  WebhookList(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (WebhookAdministration webhooks = server.webhooks()) {
      webhooks.list().forEach(record -> console.data(record.toString()));
    }
    return ExitCode.OK;
  }
}
