package dev.realtime.spi;

import dev.realtime.Realtime;
import java.util.ServiceLoader;

/** How the API finds the library's core. */
public interface RealtimeProvider {
  /** A realtime within this process. */
  Realtime inMemory();

  /**
   * The provider on the class path.
   *
   * @throws IllegalStateException if there is none
   */
  static RealtimeProvider load() {
    return ServiceLoader.load(RealtimeProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No RealtimeProvider on the class path. Add dev.realtime:realtime-core, or"
                        + " realtime-jetty or realtime-okhttp-client, which bring it."));
  }
}
