package dev.realtime.core.webhook;

import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.WebhookKeys;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the webhooks of a server are sent. Immutable.
 *
 * @param timeout of one attempt
 * @param ratePerSecond requests to one host, 0 for no limit
 * @param maxSubscriptions in all
 */
public record WebhookOptions(
    CallbackPolicy policy,
    RetryPolicy retry,
    Duration timeout,
    Duration connectTimeout,
    int ratePerSecond,
    int maxSubscriptions) {
  /** As configured. */
  public static WebhookOptions of(Configuration config) {
    return new WebhookOptions(
        policy(config),
        new RetryPolicy(
            config.get(WebhookKeys.RETRY_MIN_DELAY),
            config.get(WebhookKeys.RETRY_MAX_DELAY),
            config.get(WebhookKeys.MAX_AGE)),
        config.get(WebhookKeys.TIMEOUT),
        config.get(WebhookKeys.CONNECT_TIMEOUT),
        config.get(WebhookKeys.RATE),
        config.get(WebhookKeys.MAX_SUBSCRIPTIONS));
  }

  private static CallbackPolicy policy(Configuration config) {
    CallbackPolicy policy = CallbackPolicy.defaults().withPorts(config.get(WebhookKeys.PORTS));
    if (config.get(WebhookKeys.ALLOW_HTTP)) {
      policy = policy.allowingHttp();
    }
    return config.get(WebhookKeys.ALLOW_PRIVATE)
        ? policy.allowingPrivate().allowingAnyPort()
        : policy;
  }

  /** Where the subscriptions are kept, as configured. */
  public static SubscriptionStore store(Configuration config) {
    String directory = config.get(WebhookKeys.DIRECTORY);
    return directory.isEmpty()
        ? SubscriptionStore.none()
        : FileSubscriptionStore.open(Path.of(directory));
  }
}
