package dev.realtime.jetty;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.jetty.exchange.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which web pages may use the server: the origins of a list, or those of the same host if the list
 * is empty. A request without an Origin, as from curl, passes (docs/wire.md).
 *
 * <p>Immutable.
 */
record OriginRule(List<String> allowed) {
  private static final String EXPOSED =
      "Realtime-Position, Realtime-Head, Realtime-Earliest, Realtime-Next-Sequence, Retry-After";
  private static final String METHODS = "GET, HEAD, POST";
  private static final String HEADERS =
      "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Prefer, Realtime-Key,"
          + " Realtime-Producer, Realtime-Protocol, Realtime-Sequence, Realtime-Type";

  /** Sets the CORS headers of the answer. */
  void check(HttpExchange exchange) {
    Optional<String> origin = exchange.header("Origin");
    if (origin.isEmpty()) {
      return;
    }
    exchange.setHeader("Vary", "Origin");
    if (!isAllowed(origin.get(), exchange.header("Host").orElse(""))) {
      throw new RejectedException(
          ErrorCode.ORIGIN_REFUSED,
          "pages of this origin may not use this server (realtime.server.allowed-origins)");
    }
    exchange.setHeader("Access-Control-Allow-Origin", origin.get());
    exchange.setHeader("Access-Control-Expose-Headers", EXPOSED);
    if (!allowed.contains("*")) {
      exchange.setHeader("Access-Control-Allow-Credentials", "true");
    }
  }

  private boolean isAllowed(String origin, String host) {
    if (!allowed.isEmpty()) {
      return allowed.contains(origin) || allowed.contains("*");
    }
    String lower = origin.toLowerCase(Locale.ROOT);
    String same = host.toLowerCase(Locale.ROOT);
    return lower.equals("http://" + same) || lower.equals("https://" + same);
  }

  /** The headers of the answer to a preflight. */
  static void describe(HttpExchange exchange) {
    exchange.setHeader("Access-Control-Allow-Methods", METHODS);
    exchange.setHeader("Access-Control-Allow-Headers", HEADERS);
    exchange.setHeader("Access-Control-Max-Age", "600");
  }
}
