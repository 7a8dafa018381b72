package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.spi.AccessPolicy.Action;
import dev.realtime.spi.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A principal and what it may do here.
 *
 * <p>Thread-safe.
 */
public record Caller(Principal principal, ServerContext server) {
  /** The caller of a request with a bearer token, or without one. */
  public static CompletionStage<Caller> authenticate(
      ServerContext server, Optional<String> authorization) {
    Optional<String> token =
        authorization
            .filter(a -> a.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(a -> a.substring(7).strip());
    return server
        .security()
        .authenticator()
        .authenticate(token)
        .thenApply(principal -> new Caller(principal, server).notExpired());
  }

  private Caller notExpired() {
    if (timeLeft().filter(left -> left.isNegative() || left.isZero()).isPresent()) {
      throw new RejectedException(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
    return this;
  }

  /** How long the token is still good for; empty if for ever. */
  public Optional<Duration> timeLeft() {
    return principal.expiresAt().map(at -> Duration.between(server.time().clock().instant(), at));
  }

  /**
   * Passes if the principal may do this on the channel; else fails with forbidden, whether the
   * channel exists or not.
   */
  public CompletionStage<Void> require(Action action, String channel) {
    return server
        .security()
        .access()
        .allows(principal, action, channel)
        .thenAccept(
            allowed -> {
              if (!allowed) {
                throw forbidden();
              }
            });
  }

  private static RealtimeException forbidden() {
    return new RejectedException(ErrorCode.FORBIDDEN, "you have no right to do this");
  }
}
