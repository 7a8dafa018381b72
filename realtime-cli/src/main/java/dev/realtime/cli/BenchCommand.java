package dev.realtime.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands that measure. */
@Command(
    name = "bench",
    description = "Measures a server, or one in this process if none is named.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "What to measure is missing. Use fanout, publish or latency.");
  }
}
