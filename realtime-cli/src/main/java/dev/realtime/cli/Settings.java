package dev.realtime.cli;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeListener;
import dev.realtime.RejectedException;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of every command that has a configuration. What in that is allowed and probably not
 * meant is said once for each command, however many parts of it are configured.
 */
final class Settings {
  private final Console console;
  private final Set<String> said = new HashSet<>();

  @Option(
      names = "-D",
      paramLabel = "<key=value>",
      description = "Sets a configuration key, such as -Drealtime.heartbeat.interval=5s.")
  private Map<String, String> values = new LinkedHashMap<>();

  Settings(Console console) {
    this.console = console;
  }

  /** The configuration of this process, overruled by the command line. */
  Configuration.Builder configuration() {
    Configuration.Builder sources = Configuration.builder().standardSources();
    values.forEach(sources::set);
    return sources;
  }

  /**
   * A client of a server; nothing is sent yet.
   *
   * @param transport none for the configured one
   */
  RealtimeClient connect(String url, @Nullable Transport transport, RealtimeListener listener) {
    return connect(url, transport, Map.of(), listener);
  }

  /** The same with further settings, which overrule those of the command line. */
  RealtimeClient connect(
      String url,
      @Nullable Transport transport,
      Map<String, String> further,
      RealtimeListener listener) {
    RealtimeClient.Builder client =
        RealtimeClient.builder().configuration(configuration()).url(url).listener(listener);
    further.forEach(client::set);
    if (transport != null) {
      client.transport(transport);
    }
    try {
      RealtimeClient connected = client.connect();
      warn(connected.configuration());
      return connected;
    } catch (RejectedException e) {
      throw configurationFailure(e);
    }
  }

  /** The configuration of some sources. */
  Configuration build(Configuration.Builder sources) {
    try {
      Configuration config = sources.build();
      warn(config);
      return config;
    } catch (RejectedException e) {
      throw configurationFailure(e);
    }
  }

  /** A server of some sources. */
  RealtimeServer start(Configuration.Builder sources) {
    try {
      RealtimeServer server = RealtimeServer.builder().configuration(sources).start();
      warn(server.configuration());
      return server;
    } catch (RejectedException e) {
      throw configurationFailure(e);
    }
  }

  private void warn(Configuration config) {
    config.warnings().stream().filter(said::add).forEach(console::state);
  }

  /** A refusal, of which a wrong configuration is the user's to mend. */
  private static CommandFailure configurationFailure(RejectedException e) {
    int code = e.code() == ErrorCode.CONFIGURATION ? ExitCode.USAGE : ExitCode.FAILURE;
    return new CommandFailure(code, String.valueOf(e.getMessage()));
  }
}
