package dev.realtime;

import dev.realtime.spi.RealtimeProvider;

/**
 * The place where an application finds its channels. A server, a client and {@link #inMemory} are
 * all one, so code that takes a {@code Realtime} does not know the transport.
 *
 * <p>Thread-safe. One that is not closed keeps its threads and connections.
 */
public interface Realtime extends AutoCloseable {
  /**
   * The channel of a name with the library's codec for a class: JSON strings (and {@code text/*})
   * for {@code String}, bytes as they are for {@code byte[]} and {@link Payload}, JSON for all
   * else.
   *
   * @throws IllegalArgumentException if the name is not of the grammar
   */
  <T> Channel<T> channel(String name, Class<T> type);

  /**
   * The channel of a name with a codec.
   *
   * @throws IllegalArgumentException if the name is not of the grammar
   */
  <T> Channel<T> channel(String name, Codec<T> codec);

  /** Ends all subscriptions and publishers, and closes what was opened for them. */
  @Override
  void close();

  /**
   * A realtime within this process: a memory log and the {@code memory} transport.
   *
   * @throws IllegalStateException if {@code realtime-core} is not on the class path
   */
  static Realtime inMemory() {
    return RealtimeProvider.load().inMemory();
  }
}
