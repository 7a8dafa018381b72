package dev.realtime.spi;

import dev.realtime.Start;
import dev.realtime.Transport;
import java.time.Duration;

/**
 * The receiving half of a transport.
 *
 * <p>Thread-safe. One transport serves many exchanges; a socket may be shared by them.
 */
public interface ClientTransport extends AutoCloseable {
  /** Its name. */
  Transport transport();

  /**
   * How long to wait after an exchange that completed at the head before the next begins; zero
   * unless the transport polls at an interval.
   */
  default Duration pollInterval() {
    return Duration.ZERO;
  }

  /**
   * Begins an exchange: one request, stream or socket subscription. Returns at once; everything
   * else is said to the inlet. A transport that polls makes one request an exchange.
   */
  Exchange open(String channel, Start from, Inlet inlet);

  /** Ends all exchanges and frees threads, sockets and timers. */
  @Override
  void close();
}
