package dev.realtime.okhttp.sse;

import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.core.loop.OneEnd;
import dev.realtime.core.wire.Envelope;
import dev.realtime.core.wire.StreamNotice;
import dev.realtime.okhttp.call.Credentials;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.okhttp.call.Watchdog;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import dev.realtime.spi.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One event stream, read on the thread that runs it. */
final class SseExchange implements Exchange {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration HELLO_WITHIN = Duration.ofSeconds(3);

  private final Call call;
  private final String channel;
  private final OneEnd inlet;
  private final Credentials credentials;
  private final Watchdog watchdog;
  private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
  private volatile boolean silent;
  private boolean opened;

  SseExchange(Call call, String channel, Inlet inlet, Credentials credentials, Timers timers) {
    this.call = call;
    this.channel = channel;
    this.inlet = new OneEnd(inlet);
    this.credentials = credentials;
    this.watchdog = new Watchdog(timers, this::tooSilent);
  }

  private void tooSilent() {
    silent = true;
    call.cancel();
  }

  void run() {
    watchdog.watch(ANSWER_WITHIN);
    EndReason reason;
    try (Response response = call.execute()) {
      reason =
          isStream(response)
              ? credentials.ended(read(response), response.request())
              : refused(response);
    } catch (IOException e) {
      reason = EndReason.lost(silent ? "no-heartbeat: the server is silent" : Outcomes.describe(e));
    } catch (RejectedException e) {
      reason = new EndReason.Unreadable("an event is none: " + e.getMessage());
    } catch (RuntimeException | Error e) { // an interceptor's too: nobody else would end it
      reason = Outcomes.unforeseen(e);
    } finally {
      watchdog.stop();
    }
    end(reason);
  }

  void end(EndReason reason) {
    inlet.onEnd(reason);
  }

  private static boolean isStream(Response response) {
    String type = response.header("Content-Type", "");
    return response.code() == 200 && type != null && type.startsWith("text/event-stream");
  }

  private static EndReason refused(Response response) {
    return Outcomes.end(Outcomes.failure(response));
  }

  private EndReason read(Response response) throws IOException {
    watchdog.watch(HELLO_WITHIN);
    SseReader reader =
        new SseReader(response.body().source(), Outcomes.MAX_BATCH_BYTES, watchdog::heard);
    for (SseEvent event = reader.next(); event != null; event = reader.next()) {
      EndReason end = take(event);
      if (end != null) {
        return end;
      }
    }
    return EndReason.lost("the stream ended");
  }

  /** The reason to end, null to go on. */
  private @Nullable EndReason take(SseEvent event) {
    switch (event.name()) {
      case "hello" -> {
        StreamNotice hello = StreamNotice.parse(event.data());
        watchdog.watchBeats(hello.heartbeatMillis());
        open(hello.position(), hello.head());
      }
      case "heartbeat" -> inlet.onHead(StreamNotice.parse(event.data()).head());
      case "bye" -> {
        StreamNotice bye = StreamNotice.parse(event.data());
        return Outcomes.bye(bye.code(), bye.retryAfterMillis());
      }
      case "message" -> deliver(Envelope.decode(event.data(), channel));
      default -> {}
    }
    return inlet.isEnded() ? EndReason.completed() : null;
  }

  private void open(Position at, Position head) {
    if (!opened) {
      opened = true;
      inlet.onOpen(at, head);
    }
  }

  private void deliver(Batch batch) {
    open(batch.gap().map(g -> g.after()).orElse(batch.previous()), batch.head());
    watchdog.rest();
    CompletableFuture<Void> handled = inlet.onBatch(batch).toCompletableFuture();
    // A handler that never returns must not keep the thread of a stream that was cancelled.
    CompletableFuture.anyOf(handled, cancelled).exceptionally(failure -> true).join();
    watchdog.wake();
  }

  @Override
  public void cancel() {
    inlet.onEnd(EndReason.completed());
    cancelled.complete(true);
    call.cancel();
  }
}
