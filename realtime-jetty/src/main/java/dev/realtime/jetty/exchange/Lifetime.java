package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.core.config.Keys;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The heartbeats of a stream, and its end at the maximum age or when its token expires.
 *
 * <p>Thread-safe.
 */
public final class Lifetime {
  private final ServerContext server;
  private final Runnable beat;
  private final Consumer<ErrorCode> over;
  private final Duration interval;
  private final long maxAgeNanos;
  private final long bornNanos;
  private volatile Runnable cancelBeat = () -> {};
  private volatile Runnable cancelExpiry = () -> {};
  private volatile boolean stopped;

  /**
   * A lifetime that begins with {@link #start}.
   *
   * @param beat called every heartbeat interval
   * @param over called at most once, with max-age or token-expired
   */
  public Lifetime(ServerContext server, Runnable beat, Consumer<ErrorCode> over) {
    this.server = server;
    this.beat = beat;
    this.over = over;
    this.interval = server.config().get(Keys.HEARTBEAT_INTERVAL);
    this.bornNanos = timers().nanoTime();
    long age = server.config().get(Keys.SSE_MAX_DURATION).toNanos();
    this.maxAgeNanos =
        age == 0 ? Long.MAX_VALUE : (long) (age * server.time().random().nextDouble(0.9, 1.1));
  }

  private Timers timers() {
    return server.time().timers();
  }

  /** Begins to beat. */
  public void start(Caller caller) {
    renew(caller);
    cancelBeat = timers().schedule(interval, this::tick);
    if (stopped) {
      stop();
    }
  }

  /** The token was renewed: it ends when that of {@code caller} expires. */
  public void renew(Caller caller) {
    cancelExpiry.run();
    caller.timeLeft().ifPresent(this::expireAfter);
  }

  private void expireAfter(Duration left) {
    cancelExpiry = timers().schedule(left, () -> end(ErrorCode.TOKEN_EXPIRED));
  }

  private void tick() {
    if (stopped) {
      return;
    }
    if (timers().nanoTime() - bornNanos >= maxAgeNanos) {
      end(ErrorCode.MAX_AGE);
      return;
    }
    beat.run();
    cancelBeat = timers().schedule(interval, this::tick);
  }

  private void end(ErrorCode code) {
    if (!stopped) {
      stop();
      over.accept(code);
    }
  }

  /** Beats no more. */
  public void stop() {
    stopped = true;
    cancelBeat.run();
    cancelExpiry.run();
  }
}
