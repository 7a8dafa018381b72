package dev.realtime.spi;

import dev.realtime.Realtime;
import dev.realtime.Transport;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;

/** How test tools find a client, without knowing which. */
public interface RealtimeClientProvider {
  /**
   * A client of a server.
   *
   * @param url the base URL of the server
   * @param transport of its subscriptions
   * @param properties configuration values; nothing else is read
   */
  Realtime connect(URI url, Transport transport, Map<String, String> properties);

  /**
   * The provider on the class path.
   *
   * @throws IllegalStateException if there is none
   */
  static RealtimeClientProvider load() {
    return ServiceLoader.load(RealtimeClientProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No realtime client on the class path. Add"
                        + " dev.realtime:realtime-okhttp-client."));
  }
}
