package dev.realtime.core.webhook;

import dev.realtime.core.wire.WebhookBody.Delivery;
import dev.realtime.spi.Batch;

/**
 * A verified delivery with what tells it from another.
 *
 * @param id the {@code webhook-id}
 * @param body as it came in
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared by the ids that were replayed
record Arrival(String id, byte[] body, Delivery delivery) {
  boolean isReplay() {
    return delivery.replay();
  }

  Batch batch() {
    return isReplay() ? delivery.batch().asReplay() : delivery.batch();
  }

  /** Without the body, which holds messages. */
  @Override
  public String toString() {
    return "Arrival[" + id + "]";
  }
}
