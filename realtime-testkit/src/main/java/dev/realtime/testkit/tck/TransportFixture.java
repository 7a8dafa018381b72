package dev.realtime.testkit.tck;

import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.ClientTransport;
import java.util.List;

/**
 * A transport under test with the server behind it, made anew for each test. Channels have no entry
 * at first, and a batch holds fewer than 250 entries.
 *
 * <p>Confined to one test. {@link #close} frees all of it.
 */
public interface TransportFixture extends AutoCloseable {
  /** The transport, connected to the server. */
  ClientTransport transport();

  /** The log of a channel as the server has it, past the transport. */
  ChannelLog log(String channel);

  /**
   * What the transport holds for exchanges now, one line each: a busy thread, a pending timer, an
   * open stream. Empty when no exchange is open; idle connections that are kept do not count.
   */
  List<String> held();

  @Override
  void close();
}
