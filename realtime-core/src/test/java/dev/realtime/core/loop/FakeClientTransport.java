package dev.realtime.core.loop;

import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what is opened for the test to drive; may throw instead. */
final class FakeClientTransport implements ClientTransport {
  final List<String> starts = new ArrayList<>();
  final List<Inlet> inlets = new ArrayList<>();
  int cancelled;
  @Nullable RuntimeException thrown;

  @Override
  public Transport transport() {
    return Transport.MEMORY;
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    starts.add(from.toString());
    if (thrown != null) {
      throw thrown;
    }
    inlets.add(inlet);
    return () -> cancelled++;
  }

  @Override
  public void close() {}
}
