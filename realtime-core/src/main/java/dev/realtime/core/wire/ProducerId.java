package dev.realtime.core.wire;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import java.util.regex.Pattern;

/**
 * The grammar of producer ids: 1 to 64 characters of A-Z a-z 0-9 . _ -, as publishers give them.
 */
public final class ProducerId {
  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private ProducerId() {}

  /** Whether this is a producer id. */
  public static boolean isValid(String producer) {
    return GRAMMAR.matcher(producer).matches();
  }

  /**
   * The id of a message.
   *
   * @throws RejectedException bad-request if producer or sequence are out of their ranges
   */
  public static MessageId messageId(String producer, long sequence) {
    if (!isValid(producer)) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST, "a producer id has 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    if (sequence < 1 || sequence > Position.MAX_OFFSET) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "sequence "
              + sequence
              + " of "
              + producer
              + " is not a whole number from 1 to "
              + Position.MAX_OFFSET);
    }
    return new MessageId(producer, sequence);
  }
}
