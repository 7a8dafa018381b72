package dev.realtime.core.config;

/**
 * The value of a key that is in force.
 *
 * <p>Immutable.
 *
 * @param text the value as its source writes it
 */
record Effective<T>(Key<T> key, T value, String text, Origin origin) {
  static <T> Effective<T> byDefault(Key<T> key) {
    return new Effective<>(key, key.defaultValue(), key.defaultText(), Origin.DEFAULT);
  }

  static <T> Effective<T> of(Key<T> key, Setting setting) throws BadValueException {
    String text = setting.text().strip();
    return new Effective<>(key, key.read(text), text, setting.origin());
  }

  /** The text as it may be shown. */
  String shown() {
    if (text.isEmpty()) {
      return "-";
    }
    return key.secret() ? "***" : Quoted.plain(text);
  }

  /** As it stands in a sentence: {@code realtime.retry.min-delay=40s (builder)}. */
  @Override
  public String toString() {
    return key + "=" + shown() + " (" + origin.inMessage() + ")";
  }
}
