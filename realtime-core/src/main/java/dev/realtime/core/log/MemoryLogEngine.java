package dev.realtime.core.log;

import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Channel logs in the memory of this process; they are gone when it ends.
 *
 * <p>Thread-safe.
 */
public final class MemoryLogEngine implements LogEngine {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private final Map<String, MemoryChannelLog> logs = new ConcurrentHashMap<>();
  private final Retention retention;
  private final Clock clock;
  private final RandomGenerator random;
  private final long sweepMillis;
  private final AtomicLong nextSweep;

  /** An engine without channels. The random source must be thread-safe. */
  public MemoryLogEngine(Retention retention, Clock clock, RandomGenerator random) {
    this.retention = retention;
    this.clock = clock;
    this.random = random;
    this.sweepMillis = retention.maxAge().toMillis() / 2;
    this.nextSweep = new AtomicLong(clock.millis() + sweepMillis);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public ChannelLog open(String channel) {
    sweep();
    MemoryChannelLog stored = logs.get(channel);
    return stored != null && stored.hasEntries()
        ? stored
        : new ForgettableLog(
            channel, logs, () -> new MemoryChannelLog(channel, retention, clock, this::epochId));
  }

  /** Nobody may touch a channel again: whoever opens another one lets go of what is too old. */
  private void sweep() {
    long now = clock.millis();
    long due = nextSweep.get();
    if (now >= due && nextSweep.compareAndSet(due, now + sweepMillis)) {
      logs.values().forEach(MemoryChannelLog::expire);
    }
  }

  /** How many logs are stored: those with entries, and those that somebody waits for. */
  int stored() {
    return logs.size();
  }

  private String epochId() {
    StringBuilder id = new StringBuilder(13);
    for (int i = 0; i < 13; i++) {
      id.append(BASE32.charAt(random.nextInt(32)));
    }
    return id.toString();
  }

  @Override
  public int channels() {
    return (int) logs.values().stream().filter(MemoryChannelLog::hasEntries).count();
  }

  @Override
  public void close() {
    logs.clear();
  }
}
