package dev.realtime.core.loop;

import dev.realtime.core.log.IdleSweep;
import dev.realtime.spi.LogEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The delivery groups of a node, one for each channel, spread over the flushers.
 *
 * <p>Thread-safe.
 */
public final class DeliveryGroups {
  /** Entries of a batch, unless configured: 100. */
  public static final int MAX_ENTRIES = 100;

  /** Payload bytes of a batch, unless configured: 256 KiB. */
  public static final int MAX_BYTES = 256 * 1024;

  private final LogEngine engine;
  private final int maxEntries;
  private final int maxBytes;
  private final List<Executor> flushers;
  private final Map<String, DeliveryGroup> groups = new ConcurrentHashMap<>();
  private final IdleSweep sweep = new IdleSweep();

  /**
   * Groups over the logs of an engine.
   *
   * @param maxEntries of a batch
   * @param maxBytes payload bytes of a batch
   * @param flushers each runs one task at a time; a channel keeps to one
   */
  public DeliveryGroups(LogEngine engine, int maxEntries, int maxBytes, List<Executor> flushers) {
    this.engine = engine;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.flushers = List.copyOf(flushers);
  }

  /** Groups with one flusher and batches of the default size. */
  public static DeliveryGroups of(LogEngine engine, Executor flusher) {
    return new DeliveryGroups(engine, MAX_ENTRIES, MAX_BYTES, List.of(flusher));
  }

  /** The group of a channel. */
  public DeliveryGroup group(String channel) {
    sweep.sweep(groups, DeliveryGroup::retire);
    return groups.computeIfAbsent(channel, this::create);
  }

  /**
   * How many groups there are: one for each channel that is read or was read lately. Names that
   * nobody reads any more do not add up: what is idle goes whenever as much again has come. Who
   * still holds a group that went shares less, and misses nothing.
   */
  public int size() {
    return groups.size();
  }

  private DeliveryGroup create(String channel) {
    Executor flusher = flushers.get(Math.floorMod(channel.hashCode(), flushers.size()));
    return new DeliveryGroup(engine.open(channel), maxEntries, maxBytes, flusher);
  }
}
