package dev.realtime.cli;

import dev.realtime.RealtimeException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;

/** The commands, run within this process. */
final class Cli {
  private Cli() {}

  /** Runs a command and returns its {@link ExitCode}. */
  static int run(Console console, String... args) {
    return commandLine(console).execute(args);
  }

  private static CommandLine commandLine(Console console) {
    IFactory parts = parts(console);
    CommandLine commands =
        new CommandLine(new RealtimeCommand(), parts)
            .addSubcommand(new ServeCommand(console))
            .addSubcommand(new PubCommand(console))
            .addSubcommand(new SubCommand(console))
            .addSubcommand(webhook(console, parts))
            .addSubcommand(
                new CommandLine(new BenchCommand(), parts)
                    .addSubcommand(new FanoutBench(console))
                    .addSubcommand(new PublishBench(console))
                    .addSubcommand(new LatencyBench(console)));
    return commands
        .setColorScheme(CommandLine.Help.defaultColorScheme(console.colored() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((wrong, a) -> refuse(console, wrong))
        .setExecutionExceptionHandler((failure, command, parsed) -> fail(console, failure));
  }

  /** Makes the parts of commands; those that say something say it to the console. */
  private static IFactory parts(Console console) {
    IFactory others = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type == Settings.class ? type.cast(new Settings(console)) : others.create(type);
      }
    };
  }

  private static CommandLine webhook(Console console, IFactory parts) {
    return new CommandLine(new WebhookCommand(), parts)
        .addSubcommand(new WebhookListen(console))
        .addSubcommand(new WebhookCreate(console))
        .addSubcommand(new WebhookList(console))
        .addSubcommand(
            WebhookAction.of(
                console, parts, "verify", "Sends the challenge to the callback again."))
        .addSubcommand(
            WebhookAction.of(console, parts, "pause", "Sends nothing more until it is resumed."))
        .addSubcommand(
            WebhookAction.of(
                console, parts, "resume", "Goes on after the last message that was taken."))
        .addSubcommand(
            WebhookAction.of(
                console, parts, "retry", "Tries at once what waits for its next attempt."))
        .addSubcommand(new WebhookSeek(console))
        .addSubcommand(new WebhookUpdate(console))
        .addSubcommand(new WebhookRotate(console))
        .addSubcommand(new WebhookRedeliver(console))
        .addSubcommand(new WebhookDelete(console));
  }

  private static int refuse(Console console, ParameterException wrong) {
    console.failure(String.valueOf(wrong.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, wrong.getCommandLine().getErr());
    console.state("Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static int fail(Console console, Exception failure) throws Exception {
    if (failure instanceof CommandFailure known) {
      console.failure(String.valueOf(known.getMessage()));
      return known.exitCode();
    }
    if (failure instanceof RealtimeException || failure instanceof UncheckedIOException) {
      console.failure(String.valueOf(failure.getMessage()));
      return ExitCode.FAILURE;
    }
    throw failure;
  }
}
