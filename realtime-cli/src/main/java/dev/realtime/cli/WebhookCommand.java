package dev.realtime.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about webhooks. */
@Command(
    name = "webhook",
    description = {
      "Receives webhooks, and administers those of a server.",
      "A subscription is printed as one JSON object a line."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "What to do is missing. Use listen, create, list, verify, pause, resume, retry, seek, update,"
            + " rotate-secret, redeliver or delete.");
  }
}
