package dev.realtime;

import dev.realtime.spi.PositionStore;
import java.util.Optional;

/**
 * How a subscription begins and what it does when something fails.
 *
 * <p>Immutable.
 *
 * @param start where to begin; {@link Start#latest} by default
 * @param handlerPolicy what happens when the subscriber throws
 * @param onGap what happens at a gap, empty for what is configured: {@link OnGap#CONTINUE} unless
 *     {@code realtime.subscriber.on-gap} says otherwise
 * @param transport the transport, empty for the configured one
 * @param durable the name under which the position is kept and where, empty for none
 */
public record SubscribeOptions(
    Start start,
    HandlerPolicy handlerPolicy,
    Optional<OnGap> onGap,
    Optional<Transport> transport,
    Optional<Durable> durable) {
  /** What a subscription does at a gap. */
  public enum OnGap {
    /** The subscriber is told and delivery goes on. */
    CONTINUE,
    /** The subscriber is told and the subscription closes with {@link ErrorCode#GAP}. */
    FAIL
  }

  /**
   * A position that outlives the subscription. It is saved after a message was handled, never
   * before (SPEC 2.11), and used in place of {@code start} when it is there.
   *
   * @param name the name of the subscription, chosen by the application
   * @param store where positions are kept
   */
  public record Durable(String name, PositionStore store) {}

  private static final SubscribeOptions DEFAULTS =
      new SubscribeOptions(
          Start.latest(),
          HandlerPolicy.defaults(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** From the latest message on, with the configured transport. */
  public static SubscribeOptions defaults() {
    return DEFAULTS;
  }

  /** The defaults with another start. */
  public static SubscribeOptions from(Start start) {
    return DEFAULTS.withStart(start);
  }

  /** These options with another start. */
  public SubscribeOptions withStart(Start value) {
    return new SubscribeOptions(value, handlerPolicy, onGap, transport, durable);
  }

  /** These options with another handler policy. */
  public SubscribeOptions withHandlerPolicy(HandlerPolicy value) {
    return new SubscribeOptions(start, value, onGap, transport, durable);
  }

  /** These options with another choice at a gap. */
  public SubscribeOptions withOnGap(OnGap value) {
    return new SubscribeOptions(start, handlerPolicy, Optional.of(value), transport, durable);
  }

  /** These options with a transport of their own. */
  public SubscribeOptions withTransport(Transport value) {
    return new SubscribeOptions(start, handlerPolicy, onGap, Optional.of(value), durable);
  }

  /** These options with a position that is kept under a name. */
  public SubscribeOptions withDurable(String name, PositionStore store) {
    return new SubscribeOptions(
        start, handlerPolicy, onGap, transport, Optional.of(new Durable(name, store)));
  }
}
