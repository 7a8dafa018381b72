package dev.realtime.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Who makes a request.
 *
 * @param name stable and unique; empty for nobody in particular
 * @param expiresAt when the right to be this principal ends; streams end within a second of it
 */
public record Principal(String name, Optional<Instant> expiresAt) {
  /** Nobody in particular. */
  public static final Principal ANONYMOUS = new Principal("", Optional.empty());
}
