package dev.realtime.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that has the others. */
@Command(
    name = "realtime",
    description = "One ordered channel, any transport.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, lost or not reached in time",
      "2:wrong command line or configuration",
      "3:the server could not be reached",
      "4:messages were lost, which was announced"
    },
    footer = "%nData goes to standard output, states to standard error. NO_COLOR is honoured.")
final class RealtimeCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--completion",
      paramLabel = "<shell>",
      description = "Prints the completion script of a shell: bash (which zsh reads too).")
  private String completion = "";

  @Override
  public void run() {
    if (completion.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "A command is missing. Use serve, pub, sub, webhook or bench.");
    }
    if (!completion.equals("bash")) {
      throw new ParameterException(
          spec.commandLine(), "'" + completion + "' is not a shell that is known. Use bash.");
    }
    spec.commandLine().getOut().println(AutoComplete.bash("realtime", spec.commandLine()));
  }
}
