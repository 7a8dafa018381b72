package dev.realtime.cli;

import dev.realtime.Start;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves a webhook to another place of its channel. */
@Command(
    name = "seek",
    description = {
      "Goes on from another place of the channel, and prints the subscription.",
      "What that leaves out is announced to the callback; what it repeats comes once more."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookSeek implements Callable<Integer> {
  private final Console console;

  @Mixin private WebhookTarget target;

  @Option(
      names = "--after",
      paramLabel = "<start>",
      required = true,
      converter = Converters.OfStart.class,
      description = "earliest, latest, -N for the last N messages, or a position.")
  private Start after;

  WebhookSeek(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (WebhookAdministration webhooks = target.open()) {
      Map<String, String> fields = Map.of("after", after.toString());
      console.data(webhooks.act(target.id(), "seek", fields).toString());
    }
    return ExitCode.OK;
  }
}
