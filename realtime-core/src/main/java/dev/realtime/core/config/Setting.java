package dev.realtime.core.config;

/**
 * A name and a text as a source holds them.
 *
 * <p>Immutable.
 */
record Setting(String name, String text, Origin origin) {
  /** The name and where it stands; the text may be a secret. */
  @Override
  public String toString() {
    return Quoted.of(name) + " (" + origin.source() + ")";
  }
}
