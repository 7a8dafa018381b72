package dev.realtime.jetty.poll;

import dev.realtime.Transport;
import dev.realtime.core.loop.DeliveryLoop;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.jetty.exchange.OpenExchanges;
import dev.realtime.spi.Outlet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a long poll holds while it waits: its place among the open exchanges and its end.
 *
 * <p>Thread-safe.
 */
final class ParkedPoll {
  private OpenExchanges.@Nullable Open open;
  private Deadlines.@Nullable Deadline deadline;
  private boolean over;

  synchronized void begin(
      HttpExchange exchange, Caller caller, DeliveryLoop loop, Deadlines deadlines, Duration wait) {
    open =
        caller
            .server()
            .open()
            .open(
                Transport.LONG_POLLING,
                exchange.remoteAddress(),
                (code, retryAfter) -> loop.end(new Outlet.End.Told(code, retryAfter)));
    deadline = deadlines.begin(wait, loop::answer);
    if (over) {
      over();
    }
  }

  synchronized void over() {
    over = true;
    if (deadline != null) {
      deadline.cancel();
    }
    if (open != null) {
      open.close();
    }
  }
}
