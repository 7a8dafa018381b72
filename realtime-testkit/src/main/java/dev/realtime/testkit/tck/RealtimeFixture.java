package dev.realtime.testkit.tck;

import dev.realtime.Realtime;
import dev.realtime.Transport;
import java.util.List;
import java.util.Optional;

/**
 * Realtimes over the same channels, as a {@link ChannelContract} uses them: in one process, or
 * clients of a server. Used by one test; its parts may be used from any thread.
 */
public interface RealtimeFixture extends AutoCloseable {
  /**
   * A realtime of its own over the channels of this fixture, as one more client would open it.
   * Closing it does not end the others.
   */
  Realtime open();

  /** The transports that its realtimes can subscribe by, at least one, the usual one first. */
  List<Transport> transports();

  /** The log beneath, if the fixture can run over one whose faults a test decides. */
  Optional<FaultyLogEngine> log();

  /** The payload bytes that a message may have: 64 KiB unless overridden. */
  default int maxMessageBytes() {
    return 64 * 1024;
  }

  /** How many publishes of a publisher may be in flight: 2,048 unless overridden. */
  default int maxInFlight() {
    return 2_048;
  }

  /** Ends all that was opened, the channels and their messages. */
  @Override
  void close();
}
