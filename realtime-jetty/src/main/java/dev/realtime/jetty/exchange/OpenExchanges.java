package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.Transport;
import dev.realtime.UnavailableException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * The exchanges that stay open: parked polls, event streams and sockets. Counts them against the
 * limits and ends them when the server drains (SPEC 4.21).
 *
 * <p>Thread-safe.
 */
public final class OpenExchanges {
  private final int max;
  private final int maxPerAddress;
  private final RandomGenerator random;
  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean draining;

  /** What ends an open exchange; {@code retryAfterMillis} is when its client may come again. */
  @FunctionalInterface
  public interface Drain {
    /** Ends it. */
    void end(ErrorCode code, long retryAfterMillis);
  }

  /** An exchange that is open until it is closed. */
  public final class Open {
    private final Transport transport;
    private final String address;
    private final Drain drain;

    private Open(Transport transport, String address, Drain drain) {
      this.transport = transport;
      this.address = address;
      this.drain = drain;
    }

    /** It is over. To be called at least once. */
    public void close() {
      if (open.remove(this)) {
        release(address);
        if (draining && open.isEmpty()) {
          drained.complete(null);
        }
      }
    }
  }

  /**
   * None open.
   *
   * @param max how many may be open
   * @param maxPerAddress how many of one address, 0 for no limit
   */
  public OpenExchanges(int max, int maxPerAddress, RandomGenerator random) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
    this.random = random;
  }

  /**
   * Counts one more.
   *
   * @throws UnavailableException shutting-down or rate-limited
   */
  public Open open(Transport transport, String address, Drain drain) {
    checkRunning();
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      throw limited("the server has " + max + " open (realtime.server.max-connections)");
    }
    if (maxPerAddress > 0 && perAddress.merge(address, 1, Integer::sum) > maxPerAddress) {
      release(address);
      throw limited(
          "this address has " + maxPerAddress + " open (realtime.server.max-connections-per-ip)");
    }
    Open opened = new Open(transport, address, drain);
    open.add(opened);
    if (draining) {
      opened.close();
      checkRunning();
    }
    return opened;
  }

  private void release(String address) {
    count.decrementAndGet();
    if (maxPerAddress > 0) {
      perAddress.computeIfPresent(address, (a, n) -> n > 1 ? n - 1 : null);
    }
  }

  private UnavailableException limited(String why) {
    return new UnavailableException(
        ErrorCode.RATE_LIMITED, "too many connections: " + why, retryAfter(), false, null);
  }

  /** Refuses what comes while the server drains. */
  public void checkRunning() {
    if (draining) {
      throw new UnavailableException(
          ErrorCode.SHUTTING_DOWN, "the server is shutting down", retryAfter(), false, null);
    }
  }

  private Duration retryAfter() {
    return Duration.ofMillis(random.nextLong(500, 2_000));
  }

  /** Whether the server drains. */
  public boolean isDraining() {
    return draining;
  }

  /** Ends all, with delays that spread the clients; completes when the last is over. */
  public CompletionStage<Void> drain() {
    draining = true;
    for (Open exchange : open) {
      exchange.drain.end(ErrorCode.SHUTTING_DOWN, random.nextLong(1, 2_001));
    }
    if (open.isEmpty()) {
      drained.complete(null);
    }
    return drained;
  }

  /** How many of each transport are open. */
  public Map<Transport, Integer> counts() {
    Map<Transport, Integer> counts = new EnumMap<>(Transport.class);
    open.forEach(exchange -> counts.merge(exchange.transport, 1, Integer::sum));
    return counts;
  }
}
