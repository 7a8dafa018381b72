package dev.realtime.core.webhook;

import dev.realtime.spi.Timers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The replays that were handled: their offsets say nothing, so a repeat is told by its id. The last
 * 1,000 are kept, and those of the last 10 minutes up to 10,000.
 *
 * <p>Confined to the turn of a delivery.
 */
final class ReplayedIds {
  private static final int LEAST = 1_000;
  private static final int MOST = 10_000;
  private static final Duration LEAST_AGE = Duration.ofMinutes(10);

  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private final Timers timers;

  ReplayedIds(Timers timers) {
    this.timers = timers;
  }

  /** Whether a replay of this id had this content; empty if there was none. */
  Optional<Boolean> sameContent(String id, byte[] body) {
    return Optional.ofNullable(seen.get(id)).map(s -> s.content.equals(digest(body)));
  }

  /** The replay was handled. */
  void add(String id, byte[] body) {
    long now = timers.nanoTime();
    seen.put(id, new Seen(digest(body), now));
    Iterator<Seen> oldest = seen.values().iterator();
    while (seen.size() > LEAST && (isOld(oldest.next(), now) || seen.size() > MOST)) {
      oldest.remove();
    }
  }

  private static boolean isOld(Seen entry, long now) {
    return now - entry.atNanos >= LEAST_AGE.toNanos();
  }

  private static String digest(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private record Seen(String content, long atNanos) {}
}
