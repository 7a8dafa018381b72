package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.time.Instant;
import java.util.Optional;

/** What a {@link SignatureScheme} found. */
public sealed interface WebhookVerdict {
  /**
   * A request that was signed by one of the secrets, not too long ago if its time is signed. It may
   * be a repeat: whoever handles it tells that by the positions in its body, or by the id.
   *
   * @param id the same in every attempt of a delivery: the {@code webhook-id}, or a digest of the
   *     body where a foreign format signs no id
   * @param sentAt the time of the attempt in whole seconds, that of {@code webhook-timestamp};
   *     empty where a foreign format signs no time
   */
  record Verified(String id, Optional<Instant> sentAt) implements WebhookVerdict {}

  /**
   * A request that must not be handled.
   *
   * @param detail for the log of the receiver, not for the answer; has no secret, no signature and
   *     nothing of the request but sizes and times
   */
  record Rejected(Reason reason, String detail) implements WebhookVerdict {
    /**
     * The failure to answer with: bad-request with the detail if the headers are malformed, else
     * unauthenticated with one text for every reason, so that the answer tells a forger nothing.
     */
    public RejectedException exception() {
      return reason == Reason.MALFORMED
          ? new RejectedException(ErrorCode.BAD_REQUEST, detail)
          : new RejectedException(ErrorCode.UNAUTHENTICATED, "the webhook cannot be verified");
    }
  }

  /** Why a request was rejected. */
  enum Reason {
    /** A header is missing, there twice or against its grammar. */
    MALFORMED,
    /** The time is too far behind the clock. */
    TOO_OLD,
    /** The time is too far ahead of the clock. */
    TOO_NEW,
    /** None of the secrets made any of the signatures. */
    WRONG_SIGNATURE
  }

  /**
   * The verified request.
   *
   * @throws RejectedException {@link Rejected#exception()} if it was rejected
   */
  default Verified orThrow() {
    if (this instanceof Rejected rejected) {
      throw rejected.exception();
    }
    return (Verified) this;
  }
}
