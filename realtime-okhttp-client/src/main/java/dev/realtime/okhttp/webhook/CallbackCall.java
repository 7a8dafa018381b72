package dev.realtime.okhttp.webhook;

import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackAnswer.Cause;
import dev.realtime.core.webhook.CallbackAnswer.None;
import dev.realtime.core.webhook.CallbackAnswer.Status;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * One POST under way. Thread-safe.
 *
 * <p>The status decides: once it is there, what cuts the body short only makes the body shorter.
 */
final class CallbackCall implements Callback {
  private static final long PIECE = 8_192;

  private final Call call;
  private final Consumer<CallbackCall> over;
  private final CompletableFuture<CallbackAnswer> answer = new CompletableFuture<>();
  private volatile boolean hasStatus;

  /**
   * A call that has not begun.
   *
   * @param over is told once nothing of the call is left, which may be long after its answer
   */
  CallbackCall(Call call, Consumer<CallbackCall> over) {
    this.call = call;
    this.over = over;
  }

  CompletableFuture<CallbackAnswer> answer() {
    return answer;
  }

  void begin() {
    call.enqueue(this);
  }

  /** Ends the call because its time is over, even while a look-up hangs that nothing can end. */
  void expire() {
    if (!hasStatus) {
      answer.complete(new None(Cause.TIMEOUT, "no status within the time of the call"));
    }
    call.cancel();
  }

  /** Ends the call with its client. */
  void close() {
    answer.complete(new None(Cause.CLOSED, "the client was closed"));
    call.cancel();
  }

  @Override
  public void onFailure(Call failed, IOException failure) {
    over.accept(this);
    answer.complete(Failures.of(failure));
  }

  @Override
  public void onResponse(Call answered, Response response) {
    hasStatus = true;
    Status status;
    try (response) {
      status = new Status(response.code(), headers(response), body(response));
    }
    over.accept(this);
    answer.complete(status);
  }

  private static Map<String, String> headers(Response response) {
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .forEach(h -> headers.put(h.getFirst().toLowerCase(Locale.ROOT), h.getSecond()));
    return headers;
  }

  private byte[] body(Response response) {
    Buffer read = new Buffer();
    BufferedSource source = response.body().source();
    try {
      long count = 0;
      while (read.size() <= CallbackAnswer.MAX_BODY && count >= 0) {
        count = source.read(read, PIECE);
      }
    } catch (IOException e) {
      // The status is there; a body that breaks off is as short as it is.
      call.cancel();
    }
    if (read.size() > CallbackAnswer.MAX_BODY) {
      // Closing alone would read on for a while, to use the connection again.
      call.cancel();
    }
    byte[] body = new byte[(int) Math.min(read.size(), CallbackAnswer.MAX_BODY)];
    int at = 0;
    while (at < body.length) {
      at += read.read(body, at, body.length - at);
    }
    return body;
  }
}
