package dev.realtime.spi;

import dev.realtime.Position;
import java.util.concurrent.CompletionStage;

/**
 * Where a {@link ClientTransport} says what arrives. Calls of one exchange are serial: {@code
 * onOpen}? ({@code onBatch} | {@code onHead})* {@code onEnd}. They return at once.
 */
public interface Inlet {
  /** The exchange is accepted and delivers after {@code at}. */
  void onOpen(Position at, Position head);

  /**
   * A batch arrived.
   *
   * @return completes when it is handled; the transport gives the next one only then (SPEC 4.2).
   *     What became of a batch that was let go together with its exchange can be seen by then: it
   *     fails if the subscription ended, and the exchange that follows, if one does, is open
   */
  CompletionStage<Void> onBatch(Batch batch);

  /** A heartbeat arrived, with the newest position of the log. */
  void onHead(Position head);

  /** The exchange is over. Exactly once, and last (SPEC 4.3). */
  void onEnd(EndReason reason);

  /**
   * Whether the subscription has not been told yet that it is live. A transport that hears of its
   * exchange only by the answer does not let the server wait with it until then.
   */
  default boolean awaitsOpen() {
    return false;
  }

  /**
   * Whether this is the next inlet of the subscription that another one was of. A transport whose
   * peer knows the subscription may go on with it at another position in place of a new one.
   */
  default boolean follows(Inlet former) {
    return false;
  }
}
