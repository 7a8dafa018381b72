package dev.realtime;

/**
 * The identity under which a producer publishes a message: its id and a sequence that counts 1, 2,
 * 3… per producer and channel. A log stores each identity once, so a repeated publish is safe (SPEC
 * 1.4–1.6).
 *
 * <p>Immutable.
 *
 * @param producer the producer's id; {@code [A-Za-z0-9._~-]{1,64}}, of which those that begin with
 *     {@code ~} are made by the server
 * @param sequence at least 1
 */
public record MessageId(String producer, long sequence) {
  /** Checks the ranges. */
  public MessageId {
    if (producer.isEmpty() || producer.length() > 64) {
      throw new IllegalArgumentException("a producer id has 1 to 64 characters");
    }
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence " + sequence + " is not at least 1");
    }
  }

  /**
   * Reads the text form {@code producer:sequence}.
   *
   * @throws IllegalArgumentException if the text is not of the grammar
   */
  public static MessageId parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "'" + Printable.of(text) + "' is not <producer>:<sequence>");
    }
    return new MessageId(
        text.substring(0, colon), Long.parseLong(text, colon + 1, text.length(), 10));
  }

  @Override
  public String toString() {
    return producer + ":" + sequence;
  }
}
