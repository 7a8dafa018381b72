package dev.realtime.spi;

import dev.realtime.RealtimeException;

/**
 * Where channel logs live: memory, a file, a database.
 *
 * <p>Thread-safe.
 */
public interface LogEngine extends AutoCloseable {
  /** The name in the configuration. */
  String name();

  /** The log of a channel. Nothing is stored for a channel that has no entry. */
  ChannelLog open(String channel);

  /** How many channels have entries. */
  int channels();

  /** Fails what is pending with a retryable {@link RealtimeException} and frees everything. */
  @Override
  void close();
}
