package dev.realtime.core.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The part of the schema that is about webhooks: of a receiver first, then of a server. */
public final class WebhookKeys {
  /** Where a receiver is reached. */
  public static final Key<Optional<URI>> CALLBACK_URL =
      Key.of(
          "realtime.webhook.callback-url",
          Addresses.callback(),
          "",
          "where this subscriber receives webhooks, as the server reaches it; needed with"
              + " `realtime.transport=webhook`. Port 0 takes a free one");

  /** Where a receiver listens, if that is not where it is reached. */
  public static final Key<Optional<InetSocketAddress>> LISTEN =
      Key.of(
          "realtime.webhook.listen",
          Addresses.socket(),
          "",
          "where the receiver listens behind a proxy that ends TLS; by default the host and port"
              + " of an http callback URL");

  /** The secrets of a receiver; empty for one that is made for each subscription. */
  public static final Key<Optional<String>> SECRET =
      Key.secret(
          "realtime.webhook.secret",
          Tokens.token(),
          "the secret that signs what this subscriber receives, `whsec_` and 24 to 64 bytes in"
              + " base64; by default one is made for each subscription");

  /** How long one attempt may take. */
  public static final Key<Duration> TIMEOUT =
      Key.of(
          "realtime.webhook.timeout",
          Durations.positive(),
          "15s",
          "how long one attempt may take, from the look-up of the name to the end of the answer");

  /** How long an attempt waits for a connection. */
  public static final Key<Duration> CONNECT_TIMEOUT =
      Key.of(
          "realtime.webhook.connect-timeout",
          Durations.positive(),
          "5s",
          "how long an attempt waits for a connection to one address");

  /** The first delay after a failure. */
  public static final Key<Duration> RETRY_MIN_DELAY =
      Key.of(
          "realtime.webhook.retry-min-delay",
          Durations.positive(),
          "1s",
          "the delay after the first failure; it doubles at each further one, and up to half of it"
              + " is taken off at random");

  /** The delay at which doubling ends. */
  public static final Key<Duration> RETRY_MAX_DELAY =
      Key.of(
          "realtime.webhook.retry-max-delay",
          Durations.positive(),
          "5m",
          "the delay at which doubling ends; at least the first");

  /** How long an endpoint may fail before its subscription is disabled. */
  public static final Key<Duration> MAX_AGE =
      Key.of(
          "realtime.webhook.max-age",
          Durations.positive(),
          "120h",
          "how long a webhook may fail before its subscription is disabled; its position stays");

  /** Whether callbacks may go to loopback and private addresses. */
  public static final Key<Boolean> ALLOW_PRIVATE =
      Key.of(
          "realtime.webhook.allow-private",
          Choices.truth(),
          "false",
          "whether webhooks may go to loopback and private addresses, with plain http and to any"
              + " port there; for tests and development");

  /** Whether callbacks may be plain http. */
  public static final Key<Boolean> ALLOW_HTTP =
      Key.of(
          "realtime.webhook.allow-http",
          Choices.truth(),
          "false",
          "whether webhooks may go to public addresses unencrypted");

  /** The ports that callbacks may have. */
  public static final Key<Set<Integer>> PORTS =
      Key.of(
          "realtime.webhook.ports",
          Numbers.ports(),
          "443",
          "the ports that webhooks may go to; at least one");

  /** Where subscriptions are kept; empty to forget them with the process. */
  public static final Key<String> DIRECTORY =
      Key.of(
          "realtime.webhook.directory",
          new ValueType<>("path", "", text -> text),
          "",
          "the directory where webhook subscriptions and their positions outlive the process; it"
              + " holds secrets. Without it they end with the process");

  /** How many subscriptions a server has. */
  public static final Key<Integer> MAX_SUBSCRIPTIONS =
      Key.of(
          "realtime.webhook.max-subscriptions",
          Numbers.from(1),
          "10000",
          "how many webhook subscriptions a server has");

  /** How many requests a second go to one host; 0 for no limit. */
  public static final Key<Integer> RATE =
      Key.of(
          "realtime.webhook.rate",
          Numbers.between(0, 100_000),
          "0",
          "how many requests a second go to one host, shared by priority; 0 for no limit");

  private static final List<Key<?>> ALL =
      List.of(
          CALLBACK_URL,
          LISTEN,
          SECRET,
          TIMEOUT,
          CONNECT_TIMEOUT,
          RETRY_MIN_DELAY,
          RETRY_MAX_DELAY,
          MAX_AGE,
          ALLOW_PRIVATE,
          ALLOW_HTTP,
          PORTS,
          DIRECTORY,
          MAX_SUBSCRIPTIONS,
          RATE);

  private WebhookKeys() {}

  static List<Key<?>> all() {
    return ALL;
  }
}
