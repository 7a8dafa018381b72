package dev.realtime.core.channel;

import dev.realtime.SubscribeOptions;
import dev.realtime.SubscribeOptions.OnGap;
import dev.realtime.Transport;

/**
 * What a subscription does where its options leave it open. Immutable.
 *
 * @param transport carries its messages
 * @param onGap what it does at a gap
 */
public record SubscribeDefaults(Transport transport, OnGap onGap) {
  /** Over a transport, going on at a gap. */
  public static SubscribeDefaults over(Transport transport) {
    return new SubscribeDefaults(transport, OnGap.CONTINUE);
  }

  /** Options that leave nothing open. */
  SubscribeOptions complete(SubscribeOptions options) {
    return options
        .withTransport(options.transport().orElse(transport))
        .withOnGap(options.onGap().orElse(onGap));
  }
}
