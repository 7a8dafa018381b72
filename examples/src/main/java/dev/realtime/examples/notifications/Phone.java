package dev.realtime.examples.notifications;

import dev.realtime.Channel;
import dev.realtime.Realtime;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.examples.web.Attempt;
import dev.realtime.examples.web.Endpoint.Answer;
import dev.realtime.spi.Entry;
import java.time.Clock;

/**
 * The gateway to a phone: it takes all notifications and publishes, for the page, how old each was.
 *
 * <p>Thread-safe.
 */
final class Phone {
  private final Channel<Arrival> arrivals;
  private final Clock clock;

  /**
   * A notification that arrived.
   *
   * @param channel whose it is
   * @param millis from the publish to the arrival, by the clock of one machine
   */
  record Arrival(String channel, long offset, long millis) {}

  Phone(Realtime realtime, Clock clock) {
    this.arrivals = realtime.channel("notifications/arrivals", Arrival.class);
    this.clock = clock;
  }

  Answer take(Attempt attempt) {
    WebhookBody body = attempt.body().orElse(null);
    if (body instanceof WebhookBody.Challenge challenge) {
      return Answer.to(challenge);
    }
    if (!(body instanceof WebhookBody.Delivery delivery)) {
      return Answer.of(401);
    }
    String channel = delivery.batch().channel();
    for (Entry entry : delivery.batch().entries()) {
      long age = Math.max(0, clock.millis() - entry.timeMillis());
      arrivals.publish(new Arrival(channel, entry.offset(), age));
    }
    return Answer.of(200);
  }
}
