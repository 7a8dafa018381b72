package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/** An exchange of Jetty's core handlers. */
public final class JettyExchange implements HttpExchange {
  /*
   * Jetty completes nothing by itself once a handler has taken a request: after a failure the
   * callback must still be failed, once (jetty/jetty.project#10916), and while we wait, idle
   * time-outs are ours.
   */

  /** Headers of every poll, by their values, encoded once. */
  private static final Map<String, HttpField> USUAL =
      Map.of(
          "application/json",
          new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json"),
          "no-store",
          new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"));

  /**
   * A body that is too large and declares no more than this is read to its end: an answer before
   * that may be lost with the connection while the sender is still writing.
   */
  private static final int MOST_DISCARDED = 4 << 20;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AtomicBoolean completed = new AtomicBoolean();
  private @Nullable Fields parameters;
  private volatile Consumer<Throwable> goneListener = cause -> {};

  /** Takes over a request. */
  public JettyExchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    request.addIdleTimeoutListener(timeout -> false);
    request.addFailureListener(
        cause -> {
          goneListener.accept(cause);
          abort(cause);
        });
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public Optional<String> query(String name) {
    String query = request.getHttpURI().getQuery();
    if (query == null) {
      return Optional.empty();
    }
    if (query.indexOf('%') < 0 && query.indexOf('+') < 0) {
      return plain(query, name);
    }
    Fields all = parameters;
    if (all == null) {
      all = decoded();
      parameters = all;
    }
    Fields.Field field = all.get(name);
    return field == null ? Optional.empty() : Optional.of(field.getValue());
  }

  private Fields decoded() {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "the query of the URL cannot be decoded: after % come two hex digits, and the bytes are"
              + " UTF-8",
          e);
    }
  }

  /** The value of a parameter in a query in which nothing is encoded. */
  private static Optional<String> plain(String query, String name) {
    int from = 0;
    while (from <= query.length()) {
      int end = query.indexOf('&', from);
      int to = end < 0 ? query.length() : end;
      if (query.startsWith(name, from)) {
        int behind = from + name.length();
        if (behind == to) {
          return Optional.of("");
        }
        if (query.charAt(behind) == '=') {
          return Optional.of(query.substring(behind + 1, to));
        }
      }
      from = to + 1;
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public List<String> elements(String name) {
    if (!request.getHeaders().contains(name)) {
      return List.of();
    }
    // Not Jetty's getCSV: it refuses a header whose element has blanks around its =.
    return headers(name).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }

  @Override
  public String remoteAddress() {
    return Request.getRemoteAddr(request);
  }

  @Override
  public void setHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  @Override
  public CompletionStage<byte[]> body(int maxBytes) {
    long declared = request.getLength();
    if (declared > maxBytes) {
      CompletableFuture<byte[]> refusal =
          CompletableFuture.failedFuture(BodyReading.tooLarge(maxBytes));
      return declared > MOST_DISCARDED || request.getHeaders().contains(HttpHeader.EXPECT)
          ? refusal
          : BodyReading.discard(request, NanoTime::now).thenCompose(none -> refusal);
    }
    return BodyReading.read(request, maxBytes, NanoTime::now);
  }

  @Override
  public CompletionStage<Void> respond(int status, Map<String, String> headers, ByteBuffer body) {
    if (!completed.compareAndSet(false, true)) {
      return gone();
    }
    head(status, headers);
    announceClose();
    Callback.Completable done = new Callback.Completable(InvocationType.NON_BLOCKING);
    boolean bodiless = method().equals("HEAD");
    response.write(true, bodiless ? null : body, Callback.combine(done, callback));
    return done;
  }

  @Override
  public CompletionStage<Void> start(int status, Map<String, String> headers, ByteBuffer first) {
    if (completed.get()) {
      return gone();
    }
    head(status, headers);
    return write(first);
  }

  private void head(int status, Map<String, String> headers) {
    response.setStatus(status);
    headers.forEach(this::put);
  }

  /** Of a body that has not come whole nothing more is read: the connection ends, and says so. */
  private void announceClose() {
    boolean mayHaveBody = !method().equals("GET") && !method().equals("HEAD");
    if (mayHaveBody && !request.consumeAvailable()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
  }

  private void put(String name, String value) {
    HttpField usual = USUAL.get(value);
    if (usual != null && usual.getName().equals(name)) {
      response.getHeaders().put(usual);
    } else {
      response.getHeaders().put(name, value);
    }
  }

  @Override
  public CompletionStage<Void> write(ByteBuffer data) {
    if (completed.get()) {
      return gone();
    }
    Callback.Completable done = new Callback.Completable(InvocationType.NON_BLOCKING);
    response.write(false, data, done);
    return done;
  }

  private static CompletionStage<Void> gone() {
    return CompletableFuture.failedFuture(new IllegalStateException("the answer has ended"));
  }

  @Override
  public void end() {
    if (completed.compareAndSet(false, true)) {
      response.write(true, null, callback);
    }
  }

  @Override
  public void abort(Throwable cause) {
    if (completed.compareAndSet(false, true)) {
      callback.failed(cause);
    }
  }

  @Override
  public void onGone(Consumer<Throwable> listener) {
    goneListener = listener;
  }
}
