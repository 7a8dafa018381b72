package dev.realtime.okhttp.poll;

import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.loop.OneEnd;
import dev.realtime.core.wire.Envelope;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.okhttp.call.RequestThreads;
import dev.realtime.okhttp.call.ServerAddress;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Short and long polls: an exchange is one request.
 *
 * <p>Thread-safe.
 */
public final class PollTransport implements ClientTransport {
  /** An empty answer that came sooner was not waited for, whoever gave it. */
  private static final Duration SUSPICIOUSLY_SOON = Duration.ofMillis(50);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Transport transport;
  private final PollPace pace;
  private final ServerAddress server;
  private final OkHttpClient client;
  private final Executor executor;
  private final RandomGenerator random;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();

  /**
   * A transport of polls.
   *
   * @param executor runs the requests, each of which blocks its thread
   */
  public PollTransport(
      PollPace pace,
      ServerAddress server,
      OkHttpClient client,
      Executor executor,
      RandomGenerator random) {
    this.transport = pace.maxWait().isZero() ? Transport.SHORT_POLLING : Transport.LONG_POLLING;
    this.pace = pace;
    this.server = server;
    this.client = client;
    this.executor = executor;
    this.random = random;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public Duration pollInterval() {
    double jitter = 1 + pace.jitter() * random.nextDouble(-1, 1);
    return Duration.ofNanos((long) (pace.interval().toNanos() * jitter));
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    // A poll never waits at a symbolic start: what is published while its answer is lost would
    // be missed (SPEC 4.22). Nor does the first of a subscription, which is live by its answer.
    boolean waits = from instanceof Start.After && !inlet.awaitsOpen() && !pace.maxWait().isZero();
    long seconds = waits ? waitSeconds() : 0;
    HttpUrl.Builder url = server.channelAfter(channel, from);
    if (seconds > 0) {
      url.addQueryParameter("wait", Long.toString(seconds));
    }
    Request request = server.request(url.build()).header("Accept", "application/json").build();
    Duration timeout = pace.requestTimeout().plusSeconds(seconds);
    Call call =
        client.newBuilder().callTimeout(timeout).readTimeout(timeout).build().newCall(request);
    OneEnd end = new OneEnd(inlet);
    calls.add(call);
    RequestThreads.start(
        executor,
        () -> run(call, channel, seconds > 0, end),
        closed -> {
          calls.remove(call);
          end.onEnd(Outcomes.end(closed));
        });
    return () -> {
      end.onEnd(EndReason.completed());
      call.cancel();
    };
  }

  private long waitSeconds() {
    long max = pace.maxWait().toMillis();
    return Math.max(1, random.nextLong(max - max / 5, max + 1) / 1_000);
  }

  private void run(Call call, String channel, boolean waits, OneEnd inlet) {
    try (Response response = call.execute()) {
      if (response.code() != 200 || !isJson(response)) {
        inlet.onEnd(Outcomes.end(Outcomes.failure(response)));
        return;
      }
      Batch batch = Envelope.decode(bytes(response), channel);
      long took = response.receivedResponseAtMillis() - response.sentRequestAtMillis();
      boolean soon = waits && batch.isEmpty() && took < SUSPICIOUSLY_SOON.toMillis();
      Optional<Duration> retryAfter =
          Outcomes.retryAfter(response).or(() -> soon ? Optional.of(PAUSE) : Optional.empty());
      deliver(batch, retryAfter, inlet);
    } catch (IOException e) {
      inlet.onEnd(EndReason.lost(Outcomes.describe(e)));
    } catch (RejectedException e) {
      inlet.onEnd(new EndReason.Unreadable("the answer is no batch: " + e.getMessage()));
    } catch (RealtimeException e) {
      inlet.onEnd(Outcomes.end(e));
    } catch (RuntimeException | Error e) { // an interceptor's too: nobody else would end it
      inlet.onEnd(Outcomes.unforeseen(e));
    } finally {
      calls.remove(call);
    }
  }

  private static byte[] bytes(Response response) throws IOException {
    if (response.body().source().request(Outcomes.MAX_BATCH_BYTES + 1)) {
      throw new IOException("the answer has more than " + Outcomes.MAX_BATCH_BYTES + " bytes");
    }
    return response.body().bytes();
  }

  /** Whether the server may have said it: the pages of what is on the way are in HTML. */
  private static boolean isJson(Response response) {
    MediaType type = response.body().contentType();
    return type != null && type.type().equals("application") && type.subtype().equals("json");
  }

  private static void deliver(Batch batch, Optional<Duration> retryAfter, OneEnd inlet) {
    inlet.onOpen(batch.gap().map(g -> g.after()).orElse(batch.previous()), batch.head());
    inlet
        .onBatch(batch)
        .whenComplete((done, failure) -> inlet.onEnd(new EndReason.Completed(retryAfter)));
  }

  @Override
  public void close() {
    calls.forEach(Call::cancel);
  }
}
