package dev.realtime.spi;

/** One request, stream or socket subscription of a {@link ClientTransport}. */
@FunctionalInterface
public interface Exchange {
  /** Ends the exchange; {@link Inlet#onEnd} follows if it has not been called. Idempotent. */
  void cancel();
}
