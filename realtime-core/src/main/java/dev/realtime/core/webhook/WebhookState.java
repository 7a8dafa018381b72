package dev.realtime.core.webhook;

import java.util.Locale;
import java.util.Optional;

/** Where a webhook subscription is in its life. Its position stays in every state. */
public enum WebhookState {
  /** The receiver has not answered the challenge yet; nothing is delivered. */
  PENDING,
  /** Delivers, or tries again after a failure. */
  ACTIVE,
  /** Delivers, and waits because the receiver asked to. */
  THROTTLED,
  /** Delivers nothing until somebody resumes it. */
  PAUSED,
  /** Failed for too long, or its receiver switched it off; delivers nothing until resumed. */
  DISABLED,
  /** The receiver answered that it is gone; delivers nothing until it is verified again. */
  GONE;

  /** The reason of a pause that the owner of the subscription asked for. */
  public static final String BY_OWNER = "paused by its owner";

  /** The name in records and events, in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a name; empty if there is none. */
  public static Optional<WebhookState> ofWireName(String name) {
    for (WebhookState state : values()) {
      if (state.wireName().equals(name)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** Whether messages are on their way. */
  public boolean delivers() {
    return this == ACTIVE || this == THROTTLED;
  }
}
