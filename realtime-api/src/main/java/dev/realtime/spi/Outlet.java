package dev.realtime.spi;

import dev.realtime.ErrorCode;
import java.util.concurrent.CompletionStage;

/**
 * The sending half of a transport: where a delivery loop writes. Calls come one at a time (SPEC
 * 4.18).
 */
public interface Outlet {
  /**
   * Writes a batch. Completes when socket or peer took it; a failure ends the loop.
   *
   * @return completes when the next batch may be written
   */
  CompletionStage<Void> write(Batch batch);

  /** Nothing more follows. Called once, after the last write completed or failed. */
  void end(End end);

  /** Why a loop ends. */
  sealed interface End {
    /** The loop did what its mode asks: the answer is complete. */
    record Done() implements End {}

    /** The peer went away or the owner closed the loop; nothing needs to be said. */
    record Gone() implements End {}

    /**
     * The server ends the exchange for a reason that the peer is told.
     *
     * @param code the reason
     * @param retryAfterMillis when to come back, 0 for at once
     */
    record Told(ErrorCode code, long retryAfterMillis) implements End {}
  }
}
