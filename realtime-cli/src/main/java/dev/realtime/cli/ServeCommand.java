package dev.realtime.cli;

import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.jetty.RealtimeServer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a server whose logs are in memory until it is told to end. */
@Command(
    name = "serve",
    description = {
      "Runs a server whose channels are in memory.",
      "It prints 'listening on <url>' when it is ready; at SIGTERM or SIGINT it tells all clients"
          + " to come again and ends."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ServeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private Settings settings;

  @Option(
      names = "--host",
      paramLabel = "<host>",
      description = "What to listen on; localhost unless configured.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "<port>",
      description = "0 for a free one; 8080 unless configured.")
  private @Nullable String port;

  @Option(
      names = "--path",
      paramLabel = "<path>",
      description = "The path to answer under; /realtime unless configured.")
  private @Nullable String path;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Configuration.Builder configuration = settings.configuration();
    set(configuration, Keys.SERVER_HOST.name(), host);
    set(configuration, Keys.SERVER_PORT.name(), port);
    set(configuration, Keys.SERVER_PATH.name(), path);
    try (RealtimeServer server = settings.start(configuration)) {
      console.data("listening on " + server.url());
      console.stop().await();
      console.state("draining");
    }
    console.state("ended");
    return ExitCode.OK;
  }

  private static void set(Configuration.Builder to, String key, @Nullable String value) {
    if (value != null) {
      to.set(key, value);
    }
  }
}
