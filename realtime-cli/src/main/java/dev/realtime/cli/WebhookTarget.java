package dev.realtime.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The subscription of a command and its server. */
final class WebhookTarget {
  @Mixin private ServerTarget server;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The subscription, such as sub_7Qm; 'webhook list' has them.")
  private String id;

  String id() {
    return id;
  }

  ServerTarget server() {
    return server;
  }

  WebhookAdministration open() {
    return server.webhooks();
  }
}
