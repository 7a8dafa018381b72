package dev.realtime.core.loop;

import java.time.Duration;

/**
 * What a publisher may have under way.
 *
 * @param maxInFlight unanswered messages; fewer than the 4,096 that a log remembers (SPEC 1.4)
 * @param maxBatchEntries messages in one request
 * @param maxBatchBytes payload bytes in one request, but at least one message
 * @param maxMessageBytes payload bytes of one message
 * @param giveUpAfter how long a message is retried before its publish completes as unavailable
 */
public record PublishLimits(
    int maxInFlight,
    int maxBatchEntries,
    int maxBatchBytes,
    int maxMessageBytes,
    Duration giveUpAfter) {

  /** 2,048 in flight, batches of 100 and 256 KiB, messages of 64 KiB, two minutes. */
  public static PublishLimits defaults() {
    return new PublishLimits(2_048, 100, 256 * 1024, 64 * 1024, Duration.ofMinutes(2));
  }

  /** These limits with another message size. */
  public PublishLimits withMaxMessageBytes(int value) {
    return new PublishLimits(maxInFlight, maxBatchEntries, maxBatchBytes, value, giveUpAfter);
  }
}
