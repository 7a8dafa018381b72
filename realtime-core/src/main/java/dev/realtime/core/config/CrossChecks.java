package dev.realtime.core.config;

import dev.realtime.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The rules that more than one value decides, and the values that are allowed and unwise. */
final class CrossChecks {
  private static final Duration PROXY_CUT = Duration.ofSeconds(60);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(55);

  private final EffectiveValues values;
  private final List<String> problems = new ArrayList<>();

  private CrossChecks(EffectiveValues values) {
    this.values = values;
  }

  static List<String> problems(EffectiveValues values) {
    CrossChecks checks = new CrossChecks(values);
    checks.notAbove(Keys.RETRY_MIN_DELAY, Keys.RETRY_MAX_DELAY);
    // The retry of a stream is the server's, the delay a client's: only who sets it means both.
    if (values.find(Keys.SSE_RETRY).filter(v -> !v.origin().equals(Origin.DEFAULT)).isPresent()) {
      checks.notAbove(Keys.SSE_RETRY, Keys.RETRY_MAX_DELAY);
    }
    checks.notAbove(WebhookKeys.RETRY_MIN_DELAY, WebhookKeys.RETRY_MAX_DELAY);
    checks.webhookHasACallback();
    checks.holdsAMessage(Keys.RETENTION_MAX_BYTES);
    checks.holdsAMessage(Keys.BATCH_MAX_BYTES);
    checks.streamOutlivesAHeartbeat();
    checks.tokenIsEncrypted();
    return List.copyOf(checks.problems);
  }

  static List<String> warnings(EffectiveValues values) {
    List<String> warnings = new ArrayList<>();
    values
        .find(Keys.HEARTBEAT_INTERVAL)
        .filter(found -> found.value().compareTo(PROXY_CUT) >= 0)
        .ifPresent(
            found ->
                warnings.add(
                    found
                        + ": many proxies cut a connection after 60s of silence. Use 15s to 55s."));
    values
        .find(Keys.LONG_POLLING_WAIT)
        .filter(found -> found.value().compareTo(LONGEST_WAIT) > 0)
        .ifPresent(
            found ->
                warnings.add(
                    found + ": many proxies give up on an answer after 60s. Use 55s or less."));
    return List.copyOf(warnings);
  }

  private void notAbove(Key<Duration> low, Key<Duration> high) {
    check(
        low,
        high,
        (a, b) -> a.compareTo(b) > 0,
        "%1$s is longer than %2$s. Lower %3$s to %6$s or raise %4$s to %5$s.");
  }

  private <N extends Number> void holdsAMessage(Key<N> container) {
    check(
        container,
        Keys.MAX_MESSAGE_SIZE,
        (bytes, message) -> bytes.longValue() < message,
        "%1$s does not hold one message of %2$s. Raise %3$s to %6$s or lower %4$s to %5$s.");
  }

  private void webhookHasACallback() {
    check(
        Keys.TRANSPORT,
        WebhookKeys.CALLBACK_URL,
        (transport, url) -> transport.equals(Optional.of(Transport.WEBHOOK)) && url.isEmpty(),
        "%1$s has no address to receive at. Set %4$s to a URL that the server reaches, such as"
            + " https://shop.example/hooks.");
  }

  private void streamOutlivesAHeartbeat() {
    check(
        Keys.SSE_MAX_DURATION,
        Keys.HEARTBEAT_INTERVAL,
        (stream, heartbeat) -> !stream.isZero() && stream.compareTo(heartbeat) < 0,
        "%1$s is shorter than %2$s. Raise %3$s to %6$s, or set it to 0 for a stream without end.");
  }

  private void tokenIsEncrypted() {
    Optional<Effective<Optional<String>>> token = values.find(Keys.CLIENT_TOKEN);
    if (token.filter(t -> t.value().isPresent()).isPresent()) {
      exposure(values, token.get().toString()).ifPresent(problems::add);
    }
  }

  /** Why a token must not be sent to the server that is configured; empty if it may. */
  static Optional<String> exposure(EffectiveValues values, String token) {
    Optional<Effective<Boolean>> allowed = values.find(Keys.CLIENT_ALLOW_INSECURE_TOKEN);
    if (allowed.isEmpty() || allowed.get().value()) {
      return Optional.empty();
    }
    return values
        .find(Keys.CLIENT_URL)
        .filter(url -> url.value().filter(CrossChecks::isExposed).isPresent())
        .map(
            url ->
                token
                    + " would travel unencrypted with "
                    + url
                    + ". Use https, or on a trusted network only, "
                    + Keys.CLIENT_ALLOW_INSECURE_TOKEN
                    + "=true.");
  }

  private static boolean isExposed(URI url) {
    return url.getScheme().equals("http") && !Addresses.isLoopback(url);
  }

  /**
   * Adds a problem if two values do not go together; a refused value is not judged again.
   *
   * @param text the two values, the two keys and the two texts by index
   */
  private <A, B> void check(Key<A> a, Key<B> b, BiPredicate<A, B> wrong, String text) {
    Optional<Effective<A>> first = values.find(a);
    Optional<Effective<B>> second = values.find(b);
    if (first.isPresent()
        && second.isPresent()
        && wrong.test(first.get().value(), second.get().value())) {
      problems.add(
          text.formatted(
              first.get(), second.get(), a, b, first.get().shown(), second.get().shown()));
    }
  }
}
