package dev.realtime.okhttp.webhook;

import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import dev.realtime.spi.Timers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/**
 * Webhooks: an exchange is a subscription that the client registers at the server, with a receiver
 * at a secret place of its own, and deletes at its end. If the reader begins anew because a batch
 * did not fit, the registration stays and the sender is asked to go back.
 *
 * <p>Thread-safe. Nothing is started before the first exchange.
 */
public final class WebhookTransport implements ClientTransport {
  private final Parts parts;
  private final Set<RegisteredWebhook> registered = ConcurrentHashMap.newKeySet();

  /** What all registrations share. */
  record Parts(
      RegistrationCalls calls,
      CallbackPlace place,
      Options options,
      Executor executor,
      Timers timers,
      Clock clock,
      RandomGenerator random) {}

  /**
   * How webhooks are received.
   *
   * @param secret signs what the client receives; one is made for each subscription if it is empty
   * @param requestTimeout of a registration
   * @param heartbeat how often the server is asked how a subscription is
   */
  public record Options(
      Optional<String> secret, Duration requestTimeout, Duration heartbeat, int maxBody) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Options[requestTimeout=" + requestTimeout + ", heartbeat=" + heartbeat + "]";
    }
  }

  /**
   * A transport of webhooks.
   *
   * @param place where they arrive; closed with the transport
   * @param executor runs requests, each of which blocks its thread
   * @param random makes tokens and secrets, so it must not be guessable
   */
  public WebhookTransport(
      ServerAddress server,
      OkHttpClient client,
      CallbackPlace place,
      Options options,
      Executor executor,
      Timers timers,
      Clock clock,
      RandomGenerator random) {
    RegistrationCalls calls =
        new RegistrationCalls(
            server,
            client,
            options.requestTimeout(),
            options.heartbeat().multipliedBy(3).dividedBy(2));
    this.parts = new Parts(calls, place, options, executor, timers, clock, random);
  }

  @Override
  public Transport transport() {
    return Transport.WEBHOOK;
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    if (from instanceof Start.After after) {
      for (RegisteredWebhook known : registered) {
        Optional<Exchange> next = known.goOn(after, inlet);
        if (next.isPresent()) {
          return next.get();
        }
      }
    }
    RegisteredWebhook webhook = new RegisteredWebhook(channel, parts, registered::remove);
    registered.add(webhook);
    return webhook.begin(from, inlet);
  }

  @Override
  public void close() {
    registered.forEach(webhook -> webhook.end(EndReason.completed()));
    parts.place().close();
  }
}
