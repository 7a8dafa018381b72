package dev.realtime.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;

/** Does to a webhook what needs no more words, and prints what it then is. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class WebhookAction implements Callable<Integer> {
  private final Console console;
  private final String action;

  @Mixin private WebhookTarget target;

  private WebhookAction(Console console, String action) {
    this.console = console;
    this.action = action;
  }

  /**
   * The command of an action.
   *
   * @param parts makes the parts of a command
   * @param action what it is called on the wire and on the command line
   */
  static CommandLine of(Console console, IFactory parts, String action, String description) {
    CommandLine command =
        new CommandLine(new WebhookAction(console, action), parts).setCommandName(action);
    command.getCommandSpec().usageMessage().description(description);
    return command;
  }

  @Override
  public Integer call() {
    try (WebhookAdministration webhooks = target.open()) {
      console.data(webhooks.act(target.id(), action, Map.of()).toString());
    }
    return ExitCode.OK;
  }
}
