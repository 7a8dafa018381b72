package dev.realtime.cli;

import dev.realtime.RealtimeListener;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.spi.EndReason;

/** Says when a connection is lost or refused, which makes a measurement void. Thread-safe. */
record LossListener(Console console) implements RealtimeListener {
  @Override
  public void exchangeEnded(Subscription subscription, Transport transport, EndReason why) {
    // Who waits for the subscription to be live is told why it never is.
    boolean told =
        why instanceof EndReason.Refused && !subscription.live().toCompletableFuture().isDone();
    if (!(why instanceof EndReason.Completed) && !told) {
      console.state(EndText.of(why));
    }
  }
}
