package dev.realtime;

/**
 * What an application does with the messages of a channel. Signals follow the grammar {@code
 * (onMessage | onReplay | onGap)* onClosed}; they are serial, one begins only after the one before
 * returned, and they run on the library's executor without any lock held, so every call of the
 * library is allowed inside (SPEC 2.1–2.3, 2.8).
 *
 * @param <T> the type of the data
 */
@FunctionalInterface
public interface Subscriber<T> {
  /**
   * The next message. It is handled when this method returns; then the position advances.
   *
   * @throws Exception to be given the same message again, after a backoff, until the retry policy
   *     of the subscription ends it (5 times by default, then the subscription stops)
   */
  void onMessage(Message<T> message) throws Exception;

  /**
   * A message that was given up, announced as {@link Gap.Reason#SKIPPED} and delivered again at
   * somebody's wish, out of its order; only over webhooks. The position does not move (SPEC 4.23).
   * By default it is handled like every other.
   *
   * @throws Exception as {@link #onMessage}
   */
  default void onReplay(Message<T> message) throws Exception {
    onMessage(message);
  }

  /** Entries that cannot be delivered. By default a warning is logged and delivery goes on. */
  default void onGap(Gap gap) {
    System.getLogger("dev.realtime.Subscriber")
        .log(
            System.Logger.Level.WARNING,
            "gap: {0}, offsets {1}..{2} after {3}; delivery goes on after {4}",
            gap.reason(),
            gap.from(),
            gap.to(),
            gap.after(),
            gap.resume());
  }

  /** The last signal, exactly once. */
  default void onClosed(CloseReason reason) {
    if (reason instanceof CloseReason.Failed failed) {
      System.getLogger("dev.realtime.Subscriber")
          .log(System.Logger.Level.WARNING, "subscription ended", failed.cause());
    }
  }
}
