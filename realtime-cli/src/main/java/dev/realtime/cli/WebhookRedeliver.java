package dev.realtime.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends again what was given up. */
@Command(
    name = "redeliver",
    description = "Sends a message again that was given up, out of its order and marked as replay.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookRedeliver implements Callable<Integer> {
  private final Console console;

  @Mixin private WebhookTarget target;

  @Parameters(
      index = "2",
      paramLabel = "DEADLETTER",
      description = "What was given up, such as dl_9; the subscription has them.")
  private String deadLetter;

  WebhookRedeliver(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (WebhookAdministration webhooks = target.open()) {
      Map<String, String> fields = Map.of("deadLetter", deadLetter);
      console.data(webhooks.act(target.id(), "redeliver", fields).toString());
    }
    return ExitCode.OK;
  }
}
