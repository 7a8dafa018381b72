package dev.realtime;

/**
 * How values of a channel become payloads and payloads become values.
 *
 * <p>Implementations are thread-safe. A failure of {@link #encode} is thrown to the caller of
 * {@code publish}; a failure of {@link #decode} ends the subscription with {@link ErrorCode#CODEC},
 * or skips the entry if the subscription's options say so.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> {
  /** The payload of a value. */
  Payload encode(T value);

  /**
   * The value of a payload.
   *
   * @throws RuntimeException if the payload is not one of this codec
   */
  T decode(Payload payload);
}
