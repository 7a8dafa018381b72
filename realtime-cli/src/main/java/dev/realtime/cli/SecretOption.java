package dev.realtime.cli;

import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.WebhookKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The secret that signs webhooks, from the command line or the configuration. */
final class SecretOption {
  @Option(
      names = "--secret",
      paramLabel = "<secret>",
      description =
          "What signs: whsec_ and base64, or file:<path> so that it is seen in no list of processes;"
              + " a new one unless configured.")
  private @Nullable String secret;

  /** The configuration of a client of a server, with the secret. */
  Configuration with(ServerTarget server) {
    return server.configuration(this::into);
  }

  /** Puts the secret into a configuration. */
  Configuration.Builder into(Configuration.Builder sources) {
    return secret == null ? sources : sources.set(WebhookKeys.SECRET.name(), secret);
  }
}
