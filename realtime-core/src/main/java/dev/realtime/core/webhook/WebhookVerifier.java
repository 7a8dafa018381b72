package dev.realtime.core.webhook;

import dev.realtime.RejectedException;
import dev.realtime.core.webhook.WebhookVerdict.Reason;
import dev.realtime.core.webhook.WebhookVerdict.Rejected;
import dev.realtime.core.webhook.WebhookVerdict.Verified;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells webhooks of a known sender from all others, as Standard Webhooks 1.0 says. Immutable and
 * thread-safe. A request is verified if one of its signatures was made by one of the secrets and
 * its time is at most {@link #DEFAULT_TOLERANCE} off, either way. Every secret is tried against
 * every signature of its scheme; signatures of unknown versions are ignored.
 *
 * <p>The body is verified as the bytes that came in; read them before anything decodes them. The
 * size of the body is not limited here. A request that is sent again within the tolerance is
 * verified again: the positions in the body tell repeats.
 */
public final class WebhookVerifier implements SignatureScheme {
  /** How far the time of a request may be off, both ways: 5 min, which is 300 s. */
  public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

  private final List<SignatureKey.Verifying> keys;
  private final Tolerance tolerance;

  /**
   * A verifier with 1 to {@link WebhookSigner#MAX_SECRETS} secrets and the default tolerance.
   *
   * @throws IllegalArgumentException if there are none or too many, or one is a private key
   */
  public WebhookVerifier(List<WebhookSecret> secrets, Clock clock) {
    this(keys(secrets), new Tolerance(DEFAULT_TOLERANCE, Objects.requireNonNull(clock, "clock")));
  }

  private WebhookVerifier(List<SignatureKey.Verifying> keys, Tolerance tolerance) {
    this.keys = keys;
    this.tolerance = tolerance;
  }

  private static List<SignatureKey.Verifying> keys(List<WebhookSecret> secrets) {
    if (secrets.isEmpty() || secrets.size() > WebhookSigner.MAX_SECRETS) {
      throw new IllegalArgumentException(
          "a verifier has 1 to " + WebhookSigner.MAX_SECRETS + " secrets, not " + secrets.size());
    }
    List<SignatureKey.Verifying> keys = new ArrayList<>();
    for (WebhookSecret secret : secrets) {
      keys.add(
          secret
              .verifying()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "a receiver verifies with the public key (whpk_), not with whsk_")));
    }
    return List.copyOf(keys);
  }

  /** The same with another tolerance, in whole seconds, at least none. */
  public WebhookVerifier withTolerance(Duration tolerance) {
    return new WebhookVerifier(keys, new Tolerance(tolerance, this.tolerance.clock()));
  }

  @Override
  public WebhookVerdict verify(Map<String, List<String>> headers, byte[] body) {
    try {
      return judge(WebhookHeaders.from(headers), body);
    } catch (RejectedException e) {
      return malformed(e);
    }
  }

  /** Judges a request by its three headers. */
  public WebhookVerdict verify(WebhookHeaders headers, byte[] body) {
    try {
      return judge(headers, body);
    } catch (RejectedException e) {
      return malformed(e);
    }
  }

  private static Rejected malformed(RejectedException e) {
    return new Rejected(Reason.MALFORMED, String.valueOf(e.getMessage()));
  }

  private WebhookVerdict judge(WebhookHeaders headers, byte[] body) {
    HeaderRules.checkId(headers.id());
    HeaderRules.checkTimestamp(WebhookHeaders.TIMESTAMP, headers.timestamp());
    SignatureList signatures = SignatureList.parse(headers.signature());
    long sent = Long.parseLong(headers.timestamp());
    Optional<Rejected> outOfTime = tolerance.judge(sent);
    if (outOfTime.isPresent()) {
      return outOfTime.get();
    }
    // As received, not as parsed: the sender signed these characters.
    SignedContent content = new SignedContent(headers.id(), headers.timestamp(), body);
    return isSigned(content, signatures)
        ? new Verified(headers.id(), Optional.of(Instant.ofEpochSecond(sent)))
        : new Rejected(Reason.WRONG_SIGNATURE, wrong(signatures));
  }

  private boolean isSigned(SignedContent content, SignatureList signatures) {
    boolean signed = false;
    for (SignatureKey.Verifying key : keys) {
      signed |= key.matchesAny(content, signatures.of(key.version()));
    }
    return signed;
  }

  private String wrong(SignatureList signatures) {
    return signatures.isEmpty()
        ? "no signature has a version that is known, v1 or v1a"
        : "none of "
            + signatures.v1().size()
            + " signatures v1 and "
            + signatures.v1a().size()
            + " signatures v1a is by one of "
            + keys.size()
            + " secrets";
  }

  @Override
  public String toString() {
    return "WebhookVerifier" + keys;
  }
}
