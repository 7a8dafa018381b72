package dev.realtime.core.webhook;

import dev.realtime.spi.Timers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all subscriptions of a server share.
 *
 * @param timeout of one attempt
 * @param executor runs their work, which may block on the store
 */
record WebhookContext(
    CallbackClient client,
    Destinations destinations,
    SubscriptionStore store,
    WebhookEvents events,
    RetryPolicy retry,
    Duration timeout,
    Executor executor,
    Time time) {
  /** Delays, the clock of the machine and thread-safe randomness. */
  record Time(Timers timers, Clock clock, RandomGenerator random) {}
}
