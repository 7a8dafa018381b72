package dev.realtime.jetty.poll;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.config.Keys;
import dev.realtime.core.loop.DeliveryGroup;
import dev.realtime.core.loop.DeliveryLoop;
import dev.realtime.core.loop.DeliveryMode;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.jetty.exchange.Starts;
import dev.realtime.spi.Outlet;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a poll: at once, or when an entry follows, at the latest after {@code wait} (SPEC 4.12,
 * 4.13).
 */
public final class PollRoute {
  /** In an element of Prefer, whose names know no case and whose value may be quoted (RFC 7240). */
  private static final Pattern PREFER_WAIT =
      Pattern.compile(
          "(?:^|;)\\s*wait\\s*=\\s*(\"?)(\\d+)\\1\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);

  private final Deadlines deadlines;

  /** A route whose waits end by these timers. */
  public PollRoute(Timers timers) {
    this.deadlines = new Deadlines(timers);
  }

  /** Answers one poll of a channel by a caller who may read it. */
  public void handle(HttpExchange exchange, Caller caller, String channel) {
    Start start = Starts.ofQuery(exchange);
    int wait = waitSeconds(exchange, caller);
    int most = caller.server().config().get(Keys.BATCH_MAX_MESSAGES);
    int max =
        exchange.query("max").map(m -> Starts.number("max", m, 1, most)).orElse(Integer.MAX_VALUE);
    requireEnabled(caller.server().config().get(Keys.SERVER_TRANSPORTS), wait);
    DeliveryGroup group = caller.server().groups().group(channel);
    group
        .log()
        .resolve(start)
        .thenAccept(
            at -> {
              if (wait == 0) {
                answerNow(exchange, group, at, max);
              } else {
                park(exchange, caller, group, at, max, atMost(wait, caller));
              }
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                Failures.answer(exchange, failure);
              }
            });
  }

  /** A wait, in whole seconds, that ends within a second of the token of the caller. */
  private static Duration atMost(int seconds, Caller caller) {
    long left = caller.timeLeft().map(Duration::toSeconds).orElse(Long.MAX_VALUE - 1);
    return Duration.ofSeconds(Math.min(seconds, Math.max(0, left) + 1));
  }

  private static int waitSeconds(HttpExchange exchange, Caller caller) {
    int cap = (int) caller.server().config().get(Keys.LONG_POLLING_WAIT).toSeconds();
    Optional<String> asked = exchange.query("wait").or(() -> preferredWait(exchange));
    return asked.map(text -> Starts.number("wait", text, 0, Math.max(1, cap))).orElse(0);
  }

  private static Optional<String> preferredWait(HttpExchange exchange) {
    return exchange.elements("Prefer").stream()
        .map(PREFER_WAIT::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(2))
        .findFirst();
  }

  private static void requireEnabled(Set<Transport> offered, int wait) {
    boolean enabled =
        offered.contains(Transport.LONG_POLLING)
            || (wait == 0 && offered.contains(Transport.SHORT_POLLING));
    if (!enabled) {
      throw new RejectedException(
          ErrorCode.TRANSPORT_DISABLED,
          "this server does not offer "
              + (wait == 0 ? Transport.SHORT_POLLING : Transport.LONG_POLLING).configName());
    }
  }

  private static void answerNow(HttpExchange exchange, DeliveryGroup group, Position at, int max) {
    PollOutlet outlet = new PollOutlet(exchange, group.log().channel(), at, () -> {});
    new DeliveryLoop(group, at, outlet, DeliveryMode.ONCE, max).run();
  }

  private void park(
      HttpExchange exchange,
      Caller caller,
      DeliveryGroup group,
      Position at,
      int max,
      Duration wait) {
    ParkedPoll parked = new ParkedPoll();
    PollOutlet outlet = new PollOutlet(exchange, group.log().channel(), at, parked::over);
    DeliveryLoop loop = new DeliveryLoop(group, at, outlet, DeliveryMode.WAIT_ONCE, max);
    exchange.onGone(cause -> loop.end(new Outlet.End.Gone()));
    parked.begin(exchange, caller, loop, deadlines, wait);
    loop.run();
  }
}
