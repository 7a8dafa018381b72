package dev.realtime.core.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Sends requests to callbacks. It knows HTTP and where requests may go, and nothing of order: each
 * call is exactly one POST, without redirect, retry or proxy that was not configured.
 *
 * <p>Thread-safe.
 */
public interface CallbackClient extends AutoCloseable {
  /**
   * Sends one POST. Returns at once.
   *
   * @return completes with the answer or with why there is none, never with a failure
   */
  CompletionStage<CallbackAnswer> post(Post post);

  /** Ends what is under way as {@link CallbackAnswer.None} and frees connections and threads. */
  @Override
  void close();

  /**
   * A request.
   *
   * @param headers all that are not about the connection; the content type too
   * @param body not changed by anybody
   * @param timeout of everything, from the look-up of the name to the end of the answer
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or kept
  record Post(URI url, Map<String, String> headers, byte[] body, Duration timeout) {
    /** Without headers and body, which hold signatures and messages, and without the query. */
    @Override
    public String toString() {
      return "Post[" + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath() + "]";
    }
  }
}
