package dev.realtime.jetty.exchange;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One HTTP request and its answer. The answer is either whole ({@link #respond}) or a stream
 * ({@link #start}, {@link #write}, {@link #end}).
 *
 * <p>Thread-safe, but one answer is written by one loop at a time.
 */
public interface HttpExchange {
  /** The method, in capitals. */
  String method();

  /** The first value of a query parameter, decoded. */
  Optional<String> query(String name);

  /** The first value of a request header. */
  Optional<String> header(String name);

  /** The values of all request headers of a name, as they came. */
  List<String> headers(String name);

  /** The elements of all headers of a name that is a list, split at their commas. */
  List<String> elements(String name);

  /** The address of the peer, without its port. */
  String remoteAddress();

  /** Sets a header of the answer. */
  void setHeader(String name, String value);

  /**
   * The body.
   *
   * @return fails with {@link dev.realtime.RejectedException} if it is over the limit
   */
  CompletionStage<byte[]> body(int maxBytes);

  /** Sends a whole answer; completes when the network took it. */
  CompletionStage<Void> respond(int status, Map<String, String> headers, ByteBuffer body);

  /** Begins a streamed answer with its first bytes; completes when the network took them. */
  CompletionStage<Void> start(int status, Map<String, String> headers, ByteBuffer first);

  /** Writes more; the former write has completed. Completes when the network took the bytes. */
  CompletionStage<Void> write(ByteBuffer data);

  /** Ends a streamed answer. */
  void end();

  /** Breaks off. */
  void abort(Throwable cause);

  /** Called once if the peer is found gone; over HTTP/1.1 that may be as late as a write. */
  void onGone(Consumer<Throwable> listener);
}
