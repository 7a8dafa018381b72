package dev.realtime.cli;

import dev.realtime.RealtimeListener;
import dev.realtime.Transport;
import dev.realtime.okhttp.RealtimeClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The channel of a command and its server. */
final class ChannelTarget {
  @Mixin private ServerTarget server;

  @Parameters(
      index = "1",
      paramLabel = "CHANNEL",
      converter = Converters.OfChannel.class,
      description = "The channel, such as chat/lobby.")
  private String channel;

  ServerTarget server() {
    return server;
  }

  String url() {
    return server.url();
  }

  String channel() {
    return channel;
  }

  RealtimeClient connect(@Nullable Transport transport, RealtimeListener listener) {
    return connect(transport, Map.of(), listener);
  }

  /**
   * A client with further settings; nothing is sent yet.
   *
   * @param transport none for the configured one
   */
  RealtimeClient connect(
      @Nullable Transport transport, Map<String, String> further, RealtimeListener listener) {
    return server.connect(transport, further, listener);
  }
}
