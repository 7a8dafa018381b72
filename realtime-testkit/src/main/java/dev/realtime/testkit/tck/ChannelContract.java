package dev.realtime.testkit.tck;

/**
 * The rules of SPEC.md that an application sees through {@link dev.realtime.Realtime}, as tests: a
 * class that implements this interface and opens its realtimes runs them all, over whatever
 * transports and log it has.
 *
 * <p>No test measures time: each waits for a signal, at most 10 seconds, and what must not come is
 * shown by a later signal that did.
 */
public interface ChannelContract
    extends ChannelContractPublish,
        ChannelContractPublishLimits,
        ChannelContractSignals,
        ChannelContractHandling,
        ChannelContractMemory,
        ChannelContractPosition {}
