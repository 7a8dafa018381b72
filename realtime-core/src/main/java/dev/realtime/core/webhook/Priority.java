package dev.realtime.core.webhook;

import java.util.Locale;
import java.util.Optional;

/** The lane of a channel's webhooks where a destination takes only so many; one for a channel. */
public enum Priority {
  /** First, and what is reserved for it nobody else takes: payments, bookings. */
  TRANSACTIONAL,
  /** Before bulk. */
  NORMAL,
  /** Last, and never starved: advertisements. */
  BULK;

  /** The name in requests and records, in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The priority of a name; empty if there is none. */
  public static Optional<Priority> ofWireName(String name) {
    for (Priority priority : values()) {
      if (priority.wireName().equals(name)) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}
