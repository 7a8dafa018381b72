package dev.realtime.okhttp.call;

import dev.realtime.ErrorCode;
import dev.realtime.spi.EndReason;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token of a client, and what it means that a server refuses it (SPEC 4.24): a request
 * that is refused is repeated once with a new token, an exchange that ends by its token is lost and
 * opened again with a new one. A token that cannot be renewed is refused for good.
 *
 * <p>Thread-safe. The source is asked on a thread of requests, by one of them at a time for all.
 */
public final class Credentials {
  private static final String HEADER = "Authorization";
  private static final int UNAUTHORIZED = 401;
  private static final int MAX_LENGTH = 8 * 1024;

  private final Optional<Supplier<String>> source;
  private final boolean renewable;

  /** The header in use or being asked for; null if the next request must ask. */
  private final AtomicReference<@Nullable CompletableFuture<String>> current =
      new AtomicReference<>();

  private Credentials(Optional<Supplier<String>> source, boolean renewable) {
    this.source = source;
    this.renewable = renewable;
  }

  /** One token for ever, or none at all. */
  public static Credentials fixed(Optional<String> token) {
    return new Credentials(token.map(text -> () -> text), false);
  }

  /**
   * Tokens that are asked for, the first at the first request.
   *
   * @param source gives a token that is good now; may block, and must return in time
   */
  public static Credentials renewable(Supplier<String> source) {
    return new Credentials(Optional.of(source), true);
  }

  /** A client that signs its requests, if there is anything to sign them with. */
  public OkHttpClient sign(OkHttpClient client) {
    return source.isEmpty()
        ? client
        : client
            .newBuilder()
            .addInterceptor(this::signed)
            .authenticator((route, response) -> repeated(response))
            .build();
  }

  private Response signed(Interceptor.Chain chain) throws IOException {
    return chain.proceed(with(header(), chain.request()));
  }

  private static Request with(String header, Request request) {
    return request.newBuilder().header(HEADER, header).build();
  }

  /** The request once more, with another token; null if that was done or there is no other. */
  private @Nullable Request repeated(Response refused) throws IOException {
    // A redirect to another host has no header, and gets none.
    String used = refused.request().header(HEADER);
    if (used == null || wasRefusedBefore(refused)) {
      return null;
    }
    forget(used);
    String next = header();
    return next.equals(used) ? null : with(next, refused.request());
  }

  private static boolean wasRefusedBefore(Response response) {
    for (Response r = response.priorResponse(); r != null; r = r.priorResponse()) {
      if (r.code() == UNAUTHORIZED) {
        return true;
      }
    }
    return false;
  }

  /**
   * What the end of an exchange means that the server had accepted.
   *
   * @param opened the request that was accepted
   */
  public EndReason ended(EndReason reason, Request opened) {
    String used = opened.header(HEADER);
    if (!renewable
        || used == null
        || !(reason instanceof EndReason.Refused refused)
        || !isOfToken(refused.cause().code())) {
      return reason;
    }
    forget(used);
    return EndReason.lost(refused.cause().code().wireName() + ": a new token is asked for");
  }

  private static boolean isOfToken(ErrorCode code) {
    return code == ErrorCode.TOKEN_EXPIRED || code == ErrorCode.UNAUTHENTICATED;
  }

  /** Lets the next request ask, unless another one did since. */
  private void forget(String used) {
    CompletableFuture<String> known = current.get();
    if (known != null && used.equals(known.exceptionally(failure -> "").getNow(""))) {
      current.compareAndSet(known, null);
    }
  }

  private String header() throws NoTokenException {
    CompletableFuture<String> asked = new CompletableFuture<>();
    CompletableFuture<String> known = current.compareAndExchange(null, asked);
    if (known == null) {
      ask(asked);
      known = asked;
    }
    try {
      return known.join();
    } catch (CompletionException e) {
      throw new NoTokenException(e.getCause() == null ? e : e.getCause());
    }
  }

  private void ask(CompletableFuture<String> asked) {
    try {
      asked.complete("Bearer " + checked(source.orElseThrow().get()));
    } catch (Throwable e) { // others wait for the answer, whatever the application throws
      current.compareAndSet(asked, null);
      asked.completeExceptionally(e);
    }
  }

  private static String checked(@Nullable String token) {
    if (token == null
        || token.isEmpty()
        || token.length() > MAX_LENGTH
        || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "a token is 1 to 8192 visible ASCII characters without blanks");
    }
    return token;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return source.isEmpty() ? "Credentials[none]" : "Credentials[***]";
  }
}
