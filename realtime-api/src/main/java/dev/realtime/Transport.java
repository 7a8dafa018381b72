package dev.realtime;

import java.util.Locale;
import java.util.Optional;

/** How messages reach a subscriber. The application's code does not depend on it. */
public enum Transport {
  /** Within one process. */
  MEMORY,
  /** A request at an interval, answered at once. */
  SHORT_POLLING,
  /** A request that the server answers when there is something to say. */
  LONG_POLLING,
  /** Server-Sent Events: one answer that never ends. */
  SSE,
  /** A WebSocket that many channels share. */
  WEBSOCKET,
  /** A signed request of the server to a URL of the subscriber. */
  WEBHOOK;

  /** The name in the configuration, such as {@code long-polling}. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The transport of a name in the configuration. */
  public static Optional<Transport> ofConfigName(String name) {
    for (Transport transport : values()) {
      if (transport.configName().equals(name)) {
        return Optional.of(transport);
      }
    }
    return Optional.empty();
  }
}
