package dev.realtime.core.webhook;

import dev.realtime.spi.Timers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may send now: at most {@value #PER_HOST} requests at once to a host and {@value #IN_ALL} in
 * all, hosts in turn, subscriptions of a host in the order they came. A host that cannot be reached
 * gets one request at a time, with growing delays, until one arrives; so it costs the others
 * nothing.
 *
 * <p>Thread-safe; nothing is called with the lock held.
 */
final class Destinations {
  static final int PER_HOST = 16;
  static final int IN_ALL = 512;

  /** After so many requests in a row that did not arrive, a host gets one at a time. */
  static final int BROKEN_AFTER = 5;

  /** How long an answer 429 halves a rate. */
  static final Duration SLOW = Duration.ofSeconds(60);

  private static final int CHALLENGES_A_MINUTE = 10;

  /** How often hosts are looked for that can be forgotten. */
  private static final Duration TIDY = Duration.ofMinutes(1);

  /** For so long it is known of a host that is not used whether it took something. */
  private static final Duration KEPT = Duration.ofHours(1);

  private final RetryPolicy retry;
  private final int ratePerSecond;
  private final Timers timers;
  private final Clock clock;
  private final RandomGenerator random;

  /** Guards all below and all of every host. */
  private final Object lock = new Object();

  private final Map<String, Host> hosts = new HashMap<>();

  /** The hosts whose next request may be due, each once. */
  private final Deque<Host> turns = new ArrayDeque<>();

  private final Map<String, RecentTimes> challengesFailed = new HashMap<>();
  private int inFlight;
  private Instant tidiedAt = Instant.EPOCH;

  /**
   * No host yet.
   *
   * @param ratePerSecond of each host, 0 for no limit
   */
  Destinations(
      RetryPolicy retry, int ratePerSecond, Timers timers, Clock clock, RandomGenerator random) {
    this.retry = retry;
    this.ratePerSecond = ratePerSecond;
    this.timers = timers;
    this.clock = clock;
    this.random = random;
  }

  /** One host and port, as the requests to it see it. */
  private static final class Host {
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private final @Nullable LaneLimiter limiter;

    /** Requests that have not come to the queue yet, because of the rate. */
    private int asking;

    private int inFlight;
    private int unreached;
    private long probeAtNanos;
    private boolean inTurns;
    private Instant usedAt;
    private @Nullable Instant answeredAt;

    Host(@Nullable LaneLimiter limiter, Instant now) {
      this.limiter = limiter;
      this.usedAt = now;
    }

    boolean isBroken() {
      return unreached >= BROKEN_AFTER;
    }

    boolean mayGrant(long nowNanos) {
      return isBroken() ? inFlight == 0 && nowNanos - probeAtNanos >= 0 : inFlight < PER_HOST;
    }

    /** Whether it can be forgotten; in so long a time its bucket has filled again. */
    boolean isIdle(Instant now) {
      boolean unused = asking == 0 && inFlight == 0 && waiting.isEmpty();
      return unused && usedAt.isBefore(now.minus(KEPT));
    }
  }

  /** A request that waits for its turn; equal to itself alone. */
  private static final class Waiter {
    private final Host host;
    private final Consumer<Permit> granted;
    private boolean asking = true;

    Waiter(Host host, Consumer<Permit> granted) {
      this.host = host;
      this.granted = granted;
    }
  }

  /** The right to send one request. To be settled once. */
  final class Permit {
    private final Host host;

    private Permit(Host host) {
      this.host = host;
    }

    /** The request is over. */
    void settle(CallbackAnswer answer) {
      boolean reached = reached(answer);
      synchronized (lock) {
        host.usedAt = clock.instant();
        host.unreached = reached ? 0 : host.unreached + 1;
        if (answer instanceof CallbackAnswer.Status status && status.status() / 100 == 2) {
          host.answeredAt = host.usedAt;
        }
        if (host.isBroken()) {
          Duration pause = retry.delay(host.unreached - BROKEN_AFTER + 1, random);
          host.probeAtNanos = timers.nanoTime() + pause.toNanos();
          timers.schedule(pause, () -> turn(host));
        }
      }
      release();
    }

    /** No request was sent. */
    void release() {
      synchronized (lock) {
        host.inFlight--;
        inFlight--;
        line(host);
      }
      pump();
    }
  }

  private static boolean reached(CallbackAnswer answer) {
    return !(answer instanceof CallbackAnswer.None none)
        || switch (none.cause()) {
          case CONNECTION_REFUSED, TIMEOUT, DNS_ERROR -> false;
          case TLS_ERROR, CONNECTION_LOST, BLOCKED_ADDRESS, CLOSED -> true;
        };
  }

  /**
   * Waits for the right to send.
   *
   * @param granted takes the permit, on any thread; must return at once
   * @return gives up waiting, if the permit was not granted
   */
  Runnable acquire(URI url, Priority lane, Consumer<Permit> granted) {
    Waiter waiter = enter(url, granted);
    LaneLimiter limiter = waiter.host.limiter;
    if (limiter == null) {
      join(waiter);
      return () -> leave(waiter);
    }
    Runnable cancel = limiter.acquire(lane, () -> join(waiter));
    return () -> {
      cancel.run();
      leave(waiter);
    };
  }

  private Waiter enter(URI url, Consumer<Permit> granted) {
    synchronized (lock) {
      Instant now = clock.instant();
      tidy(now);
      Host host = hosts.computeIfAbsent(key(url), name -> create(now));
      host.usedAt = now;
      host.asking++;
      return new Waiter(host, granted);
    }
  }

  private Host create(Instant now) {
    return new Host(
        ratePerSecond == 0 ? null : new LaneLimiter(ratePerSecond, ratePerSecond, timers), now);
  }

  /** Forgets hosts now and then, so that those of subscriptions that are gone do not gather. */
  private void tidy(Instant now) {
    if (!now.isBefore(tidiedAt.plus(TIDY))) {
      tidiedAt = now;
      hosts.values().removeIf(host -> host.isIdle(now));
    }
  }

  /** How many hosts are remembered. */
  int hosts() {
    synchronized (lock) {
      return hosts.size();
    }
  }

  private void join(Waiter waiter) {
    synchronized (lock) {
      if (!waiter.asking) {
        return;
      }
      waiter.asking = false;
      waiter.host.asking--;
      waiter.host.waiting.add(waiter);
      line(waiter.host);
    }
    pump();
  }

  private void leave(Waiter waiter) {
    synchronized (lock) {
      if (waiter.asking) {
        waiter.asking = false;
        waiter.host.asking--;
      } else {
        waiter.host.waiting.remove(waiter);
      }
    }
  }

  private void turn(Host host) {
    synchronized (lock) {
      line(host);
    }
    pump();
  }

  private void line(Host host) {
    if (!host.inTurns && !host.waiting.isEmpty()) {
      host.inTurns = true;
      turns.add(host);
    }
  }

  private void pump() {
    for (Waiter next = poll(); next != null; next = poll()) {
      next.granted.accept(new Permit(next.host));
    }
  }

  /** The next request that may be sent; a host that may not send comes back when it may. */
  private @Nullable Waiter poll() {
    synchronized (lock) {
      while (inFlight < IN_ALL && !turns.isEmpty()) {
        Host host = turns.remove();
        host.inTurns = false;
        if (!host.waiting.isEmpty() && host.mayGrant(timers.nanoTime())) {
          Waiter next = host.waiting.remove();
          host.inFlight++;
          inFlight++;
          line(host);
          return next;
        }
      }
      return null;
    }
  }

  /** Whether a delivery to the host was taken since a time. */
  boolean tookSince(URI url, Instant since) {
    synchronized (lock) {
      return Optional.ofNullable(hosts.get(key(url)))
          .flatMap(host -> Optional.ofNullable(host.answeredAt))
          .filter(at -> !at.isBefore(since))
          .isPresent();
    }
  }

  /** Whether too many challenges were answered wrongly by the host lately. */
  boolean refusesChallenges(URI url) {
    synchronized (lock) {
      RecentTimes failed = challengesFailed.get(key(url));
      return failed != null && failed.count(clock.instant()) >= CHALLENGES_A_MINUTE;
    }
  }

  /** A challenge was answered wrongly. */
  void challengeFailed(URI url) {
    synchronized (lock) {
      challengesFailed.values().removeIf(times -> times.count(clock.instant()) == 0);
      challengesFailed
          .computeIfAbsent(key(url), k -> new RecentTimes(Duration.ofMinutes(1)))
          .add(clock.instant());
    }
  }

  /** The host gets half of its rate for a while, if it has one. */
  void slowDown(URI url) {
    LaneLimiter limiter;
    synchronized (lock) {
      Host host = hosts.get(key(url));
      limiter = host == null ? null : host.limiter;
    }
    if (limiter != null) {
      limiter.halve(SLOW);
    }
  }

  private static String key(URI url) {
    return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}
