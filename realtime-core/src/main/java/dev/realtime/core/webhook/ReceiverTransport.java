package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;

/**
 * The webhooks of a subscription that somebody else registered: nothing is asked of the server, and
 * the sender is told where to go on when it comes. Thread-safe; it has one reader at a time.
 */
public final class ReceiverTransport implements ClientTransport {
  private final WebhookReceiver receiver;

  /** A transport of what a receiver gets. */
  public ReceiverTransport(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public Transport transport() {
    return Transport.WEBHOOK;
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    if (!channel.equals(receiver.channel())) {
      inlet.onEnd(
          new EndReason.Refused(
              new RejectedException(
                  ErrorCode.NOT_FOUND,
                  "this receiver is of " + receiver.channel() + ", not of " + channel)));
      return () -> {};
    }
    Exchange exchange = receiver.open(from, inlet);
    if (from instanceof Start.After after) {
      receiver.opened(after.position(), after.position());
    }
    return exchange;
  }

  @Override
  public void close() {
    receiver.end(EndReason.completed());
  }
}
