package dev.realtime.spi;

import dev.realtime.RejectedException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Finds out who makes a request. Thread-safe; must not block. */
@FunctionalInterface
public interface Authenticator {
  /**
   * The principal of a bearer token, or of a request without one.
   *
   * @return fails with {@link RejectedException} of {@link dev.realtime.ErrorCode#UNAUTHENTICATED}
   *     if the token is not accepted
   */
  CompletionStage<Principal> authenticate(Optional<String> token);
}
