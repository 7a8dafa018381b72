package dev.realtime.jetty.poll;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.core.wire.EncodedBatch;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Outlet;
import java.io.EOFException;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Writes the one batch that answers a poll. */
final class PollOutlet implements Outlet {
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "Cache-Control", "no-store");

  private final HttpExchange exchange;
  private final String channel;
  private final Position at;
  private final Runnable over;

  PollOutlet(HttpExchange exchange, String channel, Position at, Runnable over) {
    this.exchange = exchange;
    this.channel = channel;
    this.at = at;
    this.over = over;
  }

  @Override
  public CompletionStage<Void> write(Batch batch) {
    over.run();
    EncodedBatch encoded = EncodedBatch.of(batch);
    exchange.setHeader("Realtime-Position", encoded.last());
    return exchange.respond(200, HEADERS, encoded.json());
  }

  @Override
  public void end(End why) {
    over.run();
    if (why instanceof End.Told told) {
      if (told.code() == ErrorCode.SHUTTING_DOWN) {
        long seconds = Failures.retryAfterSeconds(told.retryAfterMillis());
        exchange.setHeader("Retry-After", Long.toString(seconds));
        write(Batch.empty(channel, at, at));
      } else {
        Failures.answer(exchange, RealtimeException.of(told.code(), told.code().wireName()));
      }
    } else if (why instanceof End.Gone) {
      exchange.abort(new EOFException("the peer is gone"));
    }
  }
}
