package dev.realtime.jetty.sse;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.core.loop.DeliveryGroup;
import dev.realtime.core.loop.DeliveryLoop;
import dev.realtime.core.loop.DeliveryMode;
import dev.realtime.core.wire.EncodedBatch;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.jetty.exchange.Lifetime;
import dev.realtime.jetty.exchange.OpenExchanges;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Outlet;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One event stream: hello, then an event for each batch, heartbeats between them, bye. */
final class SseStream implements Outlet {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/event-stream; charset=utf-8",
          "Cache-Control", "no-cache, no-transform",
          "X-Accel-Buffering", "no");

  private final HttpExchange exchange;
  private final Caller caller;
  private final DeliveryGroup group;
  private final Lifetime lifetime;
  private volatile @Nullable DeliveryLoop loop;
  private volatile OpenExchanges.@Nullable Open open;

  SseStream(HttpExchange exchange, Caller caller, DeliveryGroup group) {
    this.exchange = exchange;
    this.caller = caller;
    this.group = group;
    this.lifetime = new Lifetime(caller.server(), this::beat, code -> end(code, 0));
  }

  void begin(Position at, Position head) {
    DeliveryLoop delivery = new DeliveryLoop(group, at, this, DeliveryMode.CONTINUOUS);
    loop = delivery;
    open = caller.server().open().open(Transport.SSE, exchange.remoteAddress(), this::end);
    exchange.onGone(cause -> delivery.end(new End.Gone()));
    exchange
        .start(200, HEADERS, ascii(hello(at, head)))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                end(new End.Gone());
              } else {
                lifetime.start(caller);
                delivery.run();
              }
            });
  }

  private String hello(Position at, Position head) {
    Configuration config = caller.server().config();
    long retry = config.get(Keys.SSE_RETRY).toMillis();
    return "retry: %d\nevent: hello\nid: %s\ndata: {\"position\":\"%s\",\"head\":\"%s\",\"heartbeatMillis\":%d,\"server\":\"realtime\"}\n\n"
        .formatted(
            caller.server().time().random().nextLong(retry / 2, retry + retry / 2 + 1),
            at,
            at,
            head,
            config.get(Keys.HEARTBEAT_INTERVAL).toMillis());
  }

  private void beat() {
    DeliveryLoop delivery = loop;
    if (delivery != null) {
      delivery.answer();
    }
  }

  private void end(ErrorCode code, long retryAfterMillis) {
    DeliveryLoop delivery = loop;
    if (delivery != null) {
      delivery.end(new End.Told(code, retryAfterMillis));
    }
  }

  @Override
  public CompletionStage<Void> write(Batch batch) {
    return exchange.write(
        batch.isEmpty()
            ? ascii("event: heartbeat\ndata: {\"head\":\"" + batch.head() + "\"}\n\n")
            : EncodedBatch.of(batch).event());
  }

  @Override
  public void end(Outlet.End why) {
    lifetime.stop();
    OpenExchanges.Open mine = open;
    if (mine != null) {
      mine.close();
    }
    if (why instanceof End.Told told) {
      exchange
          .write(
              ascii(
                  "event: bye\ndata: {\"code\":\"%s\",\"retryAfterMillis\":%d}\n\n"
                      .formatted(told.code().wireName(), told.retryAfterMillis())))
          .whenComplete((done, failure) -> exchange.end());
    } else {
      exchange.abort(new EOFException("the peer is gone"));
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
