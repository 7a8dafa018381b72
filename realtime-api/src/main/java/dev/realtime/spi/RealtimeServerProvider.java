package dev.realtime.spi;

import dev.realtime.Realtime;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;

/** How test tools find a server, without knowing which. */
public interface RealtimeServerProvider {
  /** A server that runs. Closing it stops it. */
  interface RunningServer extends AutoCloseable {
    /** The base URL that clients connect to. */
    URI url();

    /** The realtime in the process of the server. */
    Realtime realtime();

    @Override
    void close();
  }

  /**
   * Starts a server on a free port of the loopback address.
   *
   * @param properties configuration values; nothing else is read
   */
  RunningServer start(Map<String, String> properties);

  /**
   * The provider on the class path.
   *
   * @throws IllegalStateException if there is none
   */
  static RealtimeServerProvider load() {
    return ServiceLoader.load(RealtimeServerProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No realtime server on the class path. Add dev.realtime:realtime-jetty."));
  }
}
