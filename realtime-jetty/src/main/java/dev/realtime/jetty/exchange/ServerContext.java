package dev.realtime.jetty.exchange;

import dev.realtime.core.config.Configuration;
import dev.realtime.core.log.QueuedLogEngine;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.spi.AccessPolicy;
import dev.realtime.spi.Authenticator;
import dev.realtime.spi.Timers;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What all routes of a server share.
 *
 * @param config the effective configuration
 * @param engine the logs
 * @param groups the delivery loops on them
 * @param open the exchanges that stay open
 * @param security who may do what
 * @param time delays and clocks
 */
public record ServerContext(
    Configuration config,
    QueuedLogEngine engine,
    DeliveryGroups groups,
    OpenExchanges open,
    Security security,
    Time time) {

  /** Who makes a request, and what they may do. */
  public record Security(Authenticator authenticator, AccessPolicy access) {}

  /** Delays, the clock of the machine and thread-safe randomness. */
  public record Time(Timers timers, Clock clock, RandomGenerator random) {}
}
