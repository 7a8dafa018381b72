package dev.realtime.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who may do what on which channel. Asked on every request. Thread-safe; must not block. */
@FunctionalInterface
public interface AccessPolicy {
  /** What a principal wants to do. */
  enum Action {
    /** Read messages and bounds. */
    SUBSCRIBE,
    /** Append messages. */
    PUBLISH
  }

  /** Whether the principal may do this on the channel. */
  CompletionStage<Boolean> allows(Principal principal, Action action, String channel);

  /** Everybody may do everything. */
  static AccessPolicy allowAll() {
    return (principal, action, channel) -> CompletableFuture.completedFuture(true);
  }
}
