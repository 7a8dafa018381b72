package dev.realtime;

import dev.realtime.spi.EndReason;
import java.time.Duration;

/**
 * A view into the workings, for metrics, logs and tests. All methods do nothing by default.
 *
 * <p>Called from threads of the library, with no lock held; an implementation must be thread-safe,
 * return at once and not throw.
 */
public interface RealtimeListener {
  /** Does nothing. */
  RealtimeListener NONE = new RealtimeListener() {};

  /** A subscription begins an exchange: a request, stream or socket subscription. */
  default void exchangeOpening(Subscription subscription, Transport transport) {}

  /** The exchange is open and delivers after {@code at}. */
  default void exchangeOpened(Subscription subscription, Transport transport, Position at) {}

  /** The exchange ended; its subscription goes on with another, unless it was refused. */
  default void exchangeEnded(Subscription subscription, Transport transport, EndReason why) {}

  /** A subscription waits before its next exchange. */
  default void waiting(Subscription subscription, Duration delay) {}

  /** A subscriber was told of a gap. */
  default void gap(Subscription subscription, Gap gap) {}

  /** A subscriber's handler threw for the n-th time on the same entry. */
  default void handlerFailed(Subscription subscription, Position entry, int times, Throwable t) {}
}
