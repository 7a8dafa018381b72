package dev.realtime.okhttp;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.RealtimeListener;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.spi.EndReason;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Logs when a subscription comes up and when it loses its server, once for each change and not for
 * each attempt; passes all on to the application's listener.
 *
 * <p>Thread-safe.
 */
final class StateLog implements RealtimeListener {
  private static final System.Logger LOG = System.getLogger("dev.realtime.client");

  private enum State {
    UP,
    DOWN
  }

  private final URI url;
  private final RealtimeListener next;
  private final Map<Subscription, State> states = new ConcurrentHashMap<>();

  StateLog(URI url, RealtimeListener next) {
    this.url = url;
    this.next = next;
  }

  @Override
  public void exchangeOpening(Subscription subscription, Transport transport) {
    next.exchangeOpening(subscription, transport);
  }

  @Override
  public void exchangeOpened(Subscription subscription, Transport transport, Position at) {
    if (changes(subscription, State.UP)) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} over {1} after {2}, from {3}",
          subscription.channel(),
          transport.configName(),
          at,
          url);
    }
    next.exchangeOpened(subscription, transport, at);
  }

  /** Notes the state of a subscription until that is closed. */
  private boolean changes(Subscription subscription, State now) {
    State former = states.put(subscription, now);
    if (former == null) {
      subscription.closed().thenRun(() -> states.remove(subscription));
    }
    return former != now;
  }

  @Override
  public void exchangeEnded(Subscription subscription, Transport transport, EndReason why) {
    if (why instanceof EndReason.Lost lost && changes(subscription, State.DOWN)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} over {1} lost {2} ({3}); trying again until it is there",
          subscription.channel(),
          transport.configName(),
          url,
          lost.why());
    }
    if (why instanceof EndReason.Unreadable nothing) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} over {1}: what {2} says cannot be read ({3}); trying again, three times at most",
          subscription.channel(),
          transport.configName(),
          url,
          nothing.why());
    }
    next.exchangeEnded(subscription, transport, why);
  }

  @Override
  public void waiting(Subscription subscription, Duration delay) {
    next.waiting(subscription, delay);
  }

  @Override
  public void gap(Subscription subscription, Gap gap) {
    next.gap(subscription, gap);
  }

  @Override
  public void handlerFailed(Subscription subscription, Position entry, int times, Throwable t) {
    next.handlerFailed(subscription, entry, times, t);
  }
}
