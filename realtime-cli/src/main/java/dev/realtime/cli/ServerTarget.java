package dev.realtime.cli;

import dev.realtime.RealtimeListener;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.okhttp.RealtimeClient;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The server of a command, with the configuration to speak to it. */
final class ServerTarget {
  @Mixin private Settings settings;

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "The server, such as http://localhost:8080/realtime.")
  private String url;

  String url() {
    return url;
  }

  /** The configuration of a client of the server, after something was put into it. */
  Configuration configuration(UnaryOperator<Configuration.Builder> further) {
    return settings.build(further.apply(settings.configuration().set(Keys.CLIENT_URL.name(), url)));
  }

  /** The subscriptions of the server; nothing is sent yet. */
  WebhookAdministration webhooks() {
    return WebhookAdministration.of(configuration(UnaryOperator.identity()));
  }

  /**
   * A client of the server with further settings; nothing is sent yet.
   *
   * @param transport none for the configured one
   */
  RealtimeClient connect(
      @Nullable Transport transport, Map<String, String> further, RealtimeListener listener) {
    return settings.connect(url, transport, further, listener);
  }
}
