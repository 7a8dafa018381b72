package dev.realtime.core.config;

/** What becomes of a name that begins like a key and is none. */
public enum UnknownKeys {
  /** The configuration is refused. */
  FAIL,
  /** The name is ignored and reported by {@link Configuration#warnings}. */
  WARN
}
