package dev.realtime.core.webhook;

import dev.realtime.Position;
import java.util.List;

/**
 * Where webhook subscriptions outlive the process. Positions are apart from the rest, because they
 * change with every delivery.
 *
 * <p>Thread-safe for different subscriptions; calls may block.
 */
public interface SubscriptionStore extends AutoCloseable {
  /** All that were saved and not deleted, each at its last position. */
  List<SubscriptionRecord> load();

  /** Saves all but the position; when it returns, it outlives the process. */
  void save(SubscriptionRecord record);

  /** Saves the position of a subscription; when it returns, it outlives the process. */
  void save(String id, Position position);

  /** Forgets a subscription. */
  void delete(String id);

  @Override
  void close();

  /** Keeps nothing: subscriptions end with the process. */
  static SubscriptionStore none() {
    return new SubscriptionStore() {
      @Override
      public List<SubscriptionRecord> load() {
        return List.of();
      }

      @Override
      public void save(SubscriptionRecord record) {}

      @Override
      public void save(String id, Position position) {}

      @Override
      public void delete(String id) {}

      @Override
      public void close() {}
    };
  }
}
