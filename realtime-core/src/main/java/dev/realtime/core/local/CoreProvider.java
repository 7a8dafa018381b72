package dev.realtime.core.local;

import dev.realtime.Realtime;
import dev.realtime.spi.RealtimeProvider;

/** How the API finds this module. */
public final class CoreProvider implements RealtimeProvider {
  /** For the service loader. */
  public CoreProvider() {}

  @Override
  public Realtime inMemory() {
    return new InMemoryRealtime();
  }
}
