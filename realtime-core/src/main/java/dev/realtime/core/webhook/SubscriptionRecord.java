package dev.realtime.core.webhook;

/** All that is known of a webhook subscription. Immutable. */
public record SubscriptionRecord(Registration registration, Progress progress) {
  /** The id of the subscription. */
  public String id() {
    return registration.id();
  }

  SubscriptionRecord with(Registration value) {
    return new SubscriptionRecord(value, progress);
  }

  SubscriptionRecord with(Progress value) {
    return new SubscriptionRecord(registration, value);
  }
}
