package dev.realtime;

/** Why a subscription ended. */
public sealed interface CloseReason {
  /** The application closed the subscription, the client or the server. */
  record Closed() implements CloseReason {}

  /**
   * The subscription cannot go on.
   *
   * @param cause why; its code is the receiver's duty
   */
  record Failed(RealtimeException cause) implements CloseReason {}
}
