package dev.realtime.core.loop;

import dev.realtime.RealtimeListener;
import dev.realtime.Transport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.Timers;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What all subscriptions of a client or server share.
 *
 * @param executor runs the application's callbacks
 * @param timers delays
 * @param random jitter; thread-safe
 * @param backoff bounds of the delay after a loss
 * @param listener told of what happens
 * @param transports gives the transport of a name, or throws IllegalArgumentException
 */
public record SubscriptionContext(
    Executor executor,
    Timers timers,
    RandomGenerator random,
    BackoffPolicy backoff,
    RealtimeListener listener,
    Function<Transport, ClientTransport> transports) {}
