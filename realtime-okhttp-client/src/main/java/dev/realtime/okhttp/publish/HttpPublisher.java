package dev.realtime.okhttp.publish;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.wire.PublishCodec;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.okhttp.call.RequestThreads;
import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PublishTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Publishing over HTTP: one request in flight; what is published meanwhile forms the next batch.
 *
 * <p>Thread-safe.
 */
public final class HttpPublisher implements PublishTransport {
  private static final MediaType MESSAGES = MediaType.get(PublishCodec.MEDIA_TYPE);

  private final ServerAddress server;
  private final OkHttpClient client;
  private final Executor executor;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();

  /**
   * A publisher.
   *
   * @param executor runs the requests, each of which blocks its thread
   */
  public HttpPublisher(
      ServerAddress server, OkHttpClient client, Duration requestTimeout, Executor executor) {
    this.server = server;
    this.client =
        client.newBuilder().callTimeout(requestTimeout).readTimeout(requestTimeout).build();
    this.executor = executor;
  }

  @Override
  public int window() {
    return 1;
  }

  @Override
  public CompletionStage<List<Run>> publish(
      String channel, MessageId first, List<NewEntry> entries) {
    byte[] body = PublishCodec.encode(first, entries);
    Request request = server.channel(channel).post(RequestBody.create(body, MESSAGES)).build();
    return call(request, HttpPublisher::receipts);
  }

  private static List<Run> receipts(Response response) throws IOException {
    try {
      return PublishCodec.decodeReceipts(response.body().bytes());
    } catch (RejectedException e) {
      throw new UnavailableException(
          ErrorCode.CONNECTION_LOST, "the answer has no receipts", null, true, e);
    }
  }

  @Override
  public CompletionStage<Long> nextSequence(String channel, String producer) {
    Request request = server.channel(channel).header("Realtime-Producer", producer).head().build();
    return call(request, HttpPublisher::next);
  }

  private static long next(Response response) {
    String next = response.header("Realtime-Next-Sequence", "");
    if (next == null || !next.matches("[1-9]\\d{0,15}")) {
      throw new UnavailableException(
          ErrorCode.CONNECTION_LOST, "the answer has no Realtime-Next-Sequence");
    }
    return Long.parseLong(next);
  }

  /** Reads an answer of 2xx. */
  @FunctionalInterface
  private interface Reading<V> {
    V read(Response response) throws IOException;
  }

  private <V> CompletionStage<V> call(Request request, Reading<V> reading) {
    CompletableFuture<V> result = new CompletableFuture<>();
    Call call = client.newCall(request);
    calls.add(call);
    RequestThreads.start(
        executor,
        () -> {
          try (Response response = call.execute()) {
            if (response.isSuccessful()) {
              result.complete(reading.read(response));
            } else {
              result.completeExceptionally(Outcomes.failure(response));
            }
          } catch (IOException e) {
            result.completeExceptionally(Outcomes.lost(e));
          } catch (RuntimeException | Error e) { // an interceptor's too: a publish waits for it
            result.completeExceptionally(e);
          } finally {
            calls.remove(call);
          }
        },
        closed -> {
          calls.remove(call);
          result.completeExceptionally(closed);
        });
    return result;
  }

  @Override
  public void close() {
    calls.forEach(Call::cancel);
  }
}
