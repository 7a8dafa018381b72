package dev.realtime.core.config;

import dev.realtime.SubscribeOptions;
import dev.realtime.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The schema: every key that the library knows, those of webhooks in {@link WebhookKeys}. */
public final class Keys {
  private static final int MIB = 1 << 20;

  /** How messages reach a subscriber; empty to choose by what works. */
  public static final Key<Optional<Transport>> TRANSPORT =
      Key.of(
          "realtime.transport",
          Transports.one(),
          "auto",
          "how messages reach a subscriber; `auto` goes through the fallback order");

  /** The transports that are tried in turn where none is fixed. */
  public static final Key<List<Transport>> FALLBACK_ORDER =
      Key.of(
          "realtime.fallback-order",
          Transports.inOrder(),
          "websocket,sse,long-polling,short-polling",
          "the transports that `auto` tries in turn; each at most once");

  /** How many messages of a channel are kept. */
  public static final Key<Integer> RETENTION_MAX_MESSAGES =
      Key.of(
          "realtime.retention.max-messages",
          Numbers.from(1),
          "10000",
          "how many messages of a channel are kept");

  /** How long a message is kept. */
  public static final Key<Duration> RETENTION_MAX_AGE =
      Key.of(
          "realtime.retention.max-age",
          Durations.atLeast(Duration.ofSeconds(1)),
          "24h",
          "how long a message is kept; an older one is never read, its memory is free at the next"
              + " use of the channel");

  /** How many payload bytes of a channel are kept. */
  public static final Key<Long> RETENTION_MAX_BYTES =
      Key.of(
          "realtime.retention.max-bytes",
          Sizes.ofLong(1),
          "16MiB",
          "how many payload bytes of a channel are kept; at least one message of the largest size");

  /** The largest payload of a message. */
  public static final Key<Integer> MAX_MESSAGE_SIZE =
      Key.of(
          "realtime.max-message-size",
          Sizes.ofInt(1, 700 << 10, "A frame is at most 1MiB after base64, on every transport."),
          "64KiB",
          "the largest payload of a message before any encoding; a frame of 1MiB after base64 is"
              + " the limit");

  /** How many messages travel in one answer, event, frame or request. */
  public static final Key<Integer> BATCH_MAX_MESSAGES =
      Key.of(
          "realtime.batch.max-messages",
          Numbers.from(1),
          "100",
          "how many messages travel in one answer, event, frame or request");

  /** How many payload bytes travel in one answer, event, frame or request. */
  public static final Key<Integer> BATCH_MAX_BYTES =
      Key.of(
          "realtime.batch.max-bytes",
          Sizes.ofInt(1, 16 * MIB, ""),
          "256KiB",
          "how many payload bytes travel in one answer, event, frame or request; at least one"
              + " message of the largest size");

  /** How often a silent server says that it lives. */
  public static final Key<Duration> HEARTBEAT_INTERVAL =
      Key.of(
          "realtime.heartbeat.interval",
          Durations.atLeast(Duration.ofMillis(100)),
          "15s",
          "how often a silent server says that it lives; a peer is lost after 2.5 intervals;"
              + " a warning from 60s on");

  /** The bound of the first delay before a client connects again. */
  public static final Key<Duration> RETRY_MIN_DELAY =
      Key.of(
          "realtime.retry.min-delay",
          Durations.positive(),
          "500ms",
          "the bound of the first random delay before a client connects again; it doubles at each"
              + " failure");

  /** The bound at which the delay stops to double. */
  public static final Key<Duration> RETRY_MAX_DELAY =
      Key.of(
          "realtime.retry.max-delay",
          Durations.positive(),
          "30s",
          "the bound at which the delay stops to double; at least the first bound");

  /** How long a connection must hold for the delay to begin anew. */
  public static final Key<Duration> RETRY_RESET_AFTER =
      Key.of(
          "realtime.retry.reset-after",
          Durations.any(),
          "30s",
          "how long a connection must hold for the delays to begin anew");

  /** The base URL of the server; its scheme is http or https and its path ends without a slash. */
  public static final Key<Optional<URI>> CLIENT_URL =
      Key.of(
          "realtime.client.url",
          Addresses.url(),
          "",
          "the base URL of the server, with http, https, ws or wss; no user, query or fragment");

  /** The bearer token of a client. */
  public static final Key<Optional<String>> CLIENT_TOKEN =
      Key.secret(
          "realtime.client.token",
          Tokens.token(),
          "the bearer token of a client; with http only to a loopback host");

  /** Whether a token may travel unencrypted. */
  public static final Key<Boolean> CLIENT_ALLOW_INSECURE_TOKEN =
      Key.of(
          "realtime.client.allow-insecure-token",
          Choices.truth(),
          "false",
          "whether a token may travel unencrypted, for a trusted network only");

  /** How long a client waits for a connection. */
  public static final Key<Duration> CLIENT_CONNECT_TIMEOUT =
      Key.of(
          "realtime.client.connect-timeout",
          Durations.positive(),
          "10s",
          "how long a client waits for a connection");

  /** How long a client waits for an answer, the wait of a long poll not counted. */
  public static final Key<Duration> CLIENT_REQUEST_TIMEOUT =
      Key.of(
          "realtime.client.request-timeout",
          Durations.positive(),
          "10s",
          "how long a client waits for an answer; the wait of a long poll is added");

  /** The host or address that a server listens on. */
  public static final Key<String> SERVER_HOST =
      Key.of(
          "realtime.server.host",
          Addresses.host(),
          "localhost",
          "the host or address that a server listens on");

  /** The port that a server listens on; 0 for a free one. */
  public static final Key<Integer> SERVER_PORT =
      Key.of(
          "realtime.server.port",
          Numbers.between(0, 65_535),
          "8080",
          "the port that a server listens on; 0 takes a free one");

  /** The path under which a server answers. */
  public static final Key<String> SERVER_PATH =
      Key.of(
          "realtime.server.path",
          Addresses.path(),
          "/realtime",
          "the path under which a server answers; no slash at its end unless it is `/`");

  /** The transports that a server offers. */
  public static final Key<Set<Transport>> SERVER_TRANSPORTS =
      Key.of(
          "realtime.server.transports",
          Transports.set(),
          "short-polling,long-polling,sse,websocket,webhook",
          "the transports that a server offers; at least one. `webhook` needs"
              + " `realtime-okhttp-client` beside the server: where it is named it must be there,"
              + " by default it is offered if it is");

  /** The origins of the pages that may use a server; empty for those of the same origin. */
  public static final Key<List<String>> SERVER_ALLOWED_ORIGINS =
      Key.of(
          "realtime.server.allowed-origins",
          WebOrigins.list(),
          "",
          "the pages that may use a server, each as `scheme://host` or `scheme://host:port`, or"
              + " `*` for every page; none means those of the same origin");

  /** Whether a server may be reached from other machines without an authenticator. */
  public static final Key<Boolean> SERVER_INSECURE =
      Key.of(
          "realtime.server.insecure",
          Choices.truth(),
          "false",
          "whether a server may be reached from other machines without an access policy");

  /** How many connections a server holds. */
  public static final Key<Integer> SERVER_MAX_CONNECTIONS =
      Key.of(
          "realtime.server.max-connections",
          Numbers.from(1),
          "100000",
          "how many long polls, streams and sockets a server has open");

  /** How many connections a server holds for one address; 0 for no limit. */
  public static final Key<Integer> SERVER_MAX_CONNECTIONS_PER_IP =
      Key.of(
          "realtime.server.max-connections-per-ip",
          Numbers.from(0),
          "0",
          "how many long polls, streams and sockets a server has open for one address; 0 for no"
              + " limit, because behind a proxy all come from one");

  /** How long a closing server waits for its connections to end. */
  public static final Key<Duration> SERVER_SHUTDOWN_TIMEOUT =
      Key.of(
          "realtime.server.shutdown-timeout",
          Durations.any(),
          "20s",
          "how long a closing server waits for its connections to end");

  /** How long a peer may take nothing before it is cut off. */
  public static final Key<Duration> WEBSOCKET_SEND_TIMEOUT =
      Key.of(
          "realtime.websocket.send-timeout",
          Durations.positive(),
          "10s",
          "how long a peer may take nothing of what is sent to it before it is cut off; it resumes");

  /** The reconnection time that an event stream announces. */
  public static final Key<Duration> SSE_RETRY =
      Key.of(
          "realtime.sse.retry",
          Durations.positive(),
          "2s",
          "the reconnection time that an event stream announces; at most realtime.retry.max-delay");

  /** The age at which a server ends an event stream; zero for never. */
  public static final Key<Duration> SSE_MAX_DURATION =
      Key.of(
          "realtime.sse.max-duration",
          Durations.any(),
          "1h",
          "the age at which a server ends an event stream, so that load spreads anew; 0 for never,"
              + " else at least one heartbeat interval");

  /** How long a server holds a long poll at most. */
  public static final Key<Duration> LONG_POLLING_WAIT =
      Key.of(
          "realtime.long-polling.wait",
          Durations.positive("For answers at once set realtime.transport=short-polling."),
          "25s",
          "how long a server holds a long poll at most; a warning above 55s");

  /** How often a client polls. */
  public static final Key<Duration> SHORT_POLLING_INTERVAL =
      Key.of(
          "realtime.short-polling.interval",
          Durations.atLeast(Duration.ofMillis(250)),
          "5s",
          "how often a client polls");

  /** The part of the interval by which polls differ at random. */
  public static final Key<Double> SHORT_POLLING_JITTER =
      Key.of(
          "realtime.short-polling.jitter",
          Numbers.decimal("0", "0.5"),
          "0.1",
          "the part of the interval by which polls differ at random, so that clients do not poll"
              + " in step");

  /** What a subscription does at a gap. */
  public static final Key<SubscribeOptions.OnGap> SUBSCRIBER_ON_GAP =
      Key.of(
          "realtime.subscriber.on-gap",
          Choices.of(SubscribeOptions.OnGap.class),
          "continue",
          "what a subscription does at a gap after it told the subscriber: go on, or close");

  /** What becomes of names that are no keys. */
  public static final Key<UnknownKeys> UNKNOWN_KEYS =
      Key.of(
          "realtime.config.unknown-keys",
          Choices.of(UnknownKeys.class),
          "fail",
          "whether an unknown key is an error or a warning");

  private static final List<Key<?>> ALL =
      withWebhooks(
          TRANSPORT,
          FALLBACK_ORDER,
          RETENTION_MAX_MESSAGES,
          RETENTION_MAX_AGE,
          RETENTION_MAX_BYTES,
          MAX_MESSAGE_SIZE,
          BATCH_MAX_MESSAGES,
          BATCH_MAX_BYTES,
          HEARTBEAT_INTERVAL,
          RETRY_MIN_DELAY,
          RETRY_MAX_DELAY,
          RETRY_RESET_AFTER,
          CLIENT_URL,
          CLIENT_TOKEN,
          CLIENT_ALLOW_INSECURE_TOKEN,
          CLIENT_CONNECT_TIMEOUT,
          CLIENT_REQUEST_TIMEOUT,
          SERVER_HOST,
          SERVER_PORT,
          SERVER_PATH,
          SERVER_TRANSPORTS,
          SERVER_ALLOWED_ORIGINS,
          SERVER_INSECURE,
          SERVER_MAX_CONNECTIONS,
          SERVER_MAX_CONNECTIONS_PER_IP,
          SERVER_SHUTDOWN_TIMEOUT,
          WEBSOCKET_SEND_TIMEOUT,
          SSE_RETRY,
          SSE_MAX_DURATION,
          LONG_POLLING_WAIT,
          SHORT_POLLING_INTERVAL,
          SHORT_POLLING_JITTER,
          SUBSCRIBER_ON_GAP,
          UNKNOWN_KEYS);

  private Keys() {}

  /** Every key, in the order of the documentation. */
  public static List<Key<?>> all() {
    return ALL;
  }

  private static List<Key<?>> withWebhooks(Key<?>... keys) {
    return Stream.concat(Stream.of(keys), WebhookKeys.all().stream()).toList();
  }
}
